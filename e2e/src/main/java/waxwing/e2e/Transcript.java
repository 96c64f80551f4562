package waxwing.e2e;

import java.io.PrintStream;
import java.util.List;

/// What a reader of the story sees: chapters, what was done, what really happened, and each check.
public final class Transcript {
    private final PrintStream out;
    private int checks;

    public Transcript(PrintStream out) {
        this.out = out;
    }

    public void chapter(String title) {
        out.println();
        out.println("── " + title + " " + "─".repeat(Math.max(3, 76 - title.length())));
    }

    public void says(String line) {
        out.println("   " + line);
    }

    public void command(String who, String command) {
        out.println("   " + who + " $ waxwing " + command);
    }

    public void block(String text) {
        text.lines().forEach(line -> out.println("     │ " + line));
    }

    /// A check that holds, said in words.
    ///
    /// @throws StoryFailure if it does not
    public void check(boolean holds, String claim) {
        if (!holds) {
            throw new StoryFailure("does not hold: " + claim);
        }
        checks++;
        out.println("   ✓ " + claim);
    }

    /// @throws StoryFailure if the two differ; it tells both
    public void checkEquals(Object actual, Object expected, String claim) {
        if (!actual.equals(expected)) {
            throw new StoryFailure("does not hold: " + claim + "\n  expected: " + expected + "\n  was:      " + actual);
        }
        check(true, claim);
    }

    public void checkEmpty(List<String> finds, String claim) {
        checkEquals(finds, List.of(), claim);
    }

    public int checks() {
        return checks;
    }
}
