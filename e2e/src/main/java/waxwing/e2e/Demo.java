package waxwing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `waxwing demo [--stay]`: plays the story in a temporary folder and prints what really happened. Ends with 0
/// only if every check held. With `--stay` everything keeps running afterwards, and the commands to join in are
/// printed.
public final class Demo {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Demo() {}

    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        if (!List.of("--stay").containsAll(options)) {
            System.err.println("waxwing demo: unknown option " + String.join(" ", options)
                    + " (expected: none, or --stay to leave it running)");
            System.exit(USAGE);
        }
        System.exit(play(!options.isEmpty()));
    }

    private static int play(boolean stay) throws IOException {
        Path home = Path.of(System.getProperty("waxwing.home", ""));
        Path folder = Files.createTempDirectory("waxwing-demo-");
        var transcript = new Transcript(System.out);
        try (var world = new World(home, folder)) {
            Runtime.getRuntime().addShutdownHook(new Thread(world::close));
            var story = new Story(world, transcript);
            story.play();
            System.out.println();
            System.out.println("The story holds: " + transcript.checks() + " checks.");
            if (stay) {
                invite(world, story);
            }
        } catch (StoryFailure failure) {
            System.err.println();
            System.err.println("The story does not hold: " + failure.getMessage());
            System.err.println("Everything it left is in " + folder);
            return FAILED;
        }
        delete(folder);
        return OK;
    }

    private static void invite(World world, Story story) {
        String alice = "WAXWING_HOME=" + story.alice().home() + " " + world.launcher();
        String bob = "WAXWING_HOME=" + story.bob().home() + " " + world.launcher();
        System.out.println("""

                It is still running. Join in, each in a terminal of its own:
                  %1$s chat %3$s --plain
                  %2$s chat %4$s --plain
                Lift the block, and let the business write again:
                  %2$s unblock "Lantern Bakery"
                  curl -s %5$s/v1/messages -H 'Authorization: Bearer %6$s' -H 'Content-Type: application/json' \\
                    -H "Idempotency-Key: $(date +%%s)" -d '{"to":{"phone_number":"%3$s"},"kind":"RECEIPT","content":%7$s}'
                A third person:
                  WAXWING_HOME=/tmp/carol %8$s register +12025550103 --relay '%9$s' --no-passphrase
                Ctrl-C ends everything and removes the folder.
                """.formatted(
                        alice,
                        bob,
                        story.bob().number(),
                        story.alice().number(),
                        story.shop().url(),
                        story.shop().key(),
                        Samples.receipt("1003").replaceAll("\\s*\\n\\s*", " "),
                        world.launcher(),
                        story.relay().link()));
        story.relay().follow(System.out);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
