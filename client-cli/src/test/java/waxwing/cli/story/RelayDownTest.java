package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.cli.story.Shell.Outcome;

/// The relay is away for a while.
class RelayDownTest {
    private static final String BOB = "+12025550102";

    @TempDir
    private Path folder;

    @Test
    void aMessageStaysQueuedAndGoesOutWithTheNextCommand() throws Exception {
        try (Town town = new Town(folder)) {
            Shell alice = town.resident("alice", "+12025550101");
            Shell bob = town.resident("bob", BOB);
            alice.run("send", BOB, "-m", "one");
            town.relayGoesDown();

            Outcome down = alice.run("send", BOB, "-m", "two", "--json");
            assertThat(down.exit()).as(down.out()).isEqualTo(69);
            assertThat(down.out()).contains("\"relay_unavailable\"", "\"state\":\"queued\"");
            assertThat(bob.run("receive", "--timeout", "3s").exit()).isEqualTo(69);

            town.relayComesBack();
            assertThat(alice.run("send", BOB, "-m", "three").exit()).isZero();
            assertThat(bob.run("receive").out()).containsSubsequence(": one", ": two", ": three");
        }
    }
}
