package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.cli.story.Shell.Outcome;

/// How a number becomes an account, and all that can go wrong on the way.
class RegisteringTest {
    @TempDir
    private static Path folder;

    private static Town town;

    @BeforeAll
    static void theRelayStarts() {
        town = new Town(folder);
    }

    @AfterAll
    static void theRelayEnds() {
        town.close();
    }

    @Test
    void theProfileIsForItsOwnerAloneAndIsNotRegisteredTwice() throws Exception {
        Shell dora = town.resident("dora", "+12025550111");
        Path profile = folder.resolve("dora/data/default");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile.resolve("profile.key"))))
                .isEqualTo("rw-------");
        Outcome again = dora.run("register", "+12025550111", "--relay", town.link(), "--code", "000000");
        assertThat(again.exit()).isEqualTo(77);
        assertThat(again.err()).contains("registered already");
    }

    @Test
    void aWrongCodeIsRefusedAndTheSixthTryWhateverItIs() {
        Shell shell = town.shell("erin");
        String number = "+12025550112";
        Outcome once = shell.run("register", number, "--relay", town.link(), "--no-passphrase", "--code", "000000");
        assertThat(once.exit()).isEqualTo(77);
        assertThat(once.err()).contains("wrong code, 4 tries left");
        Outcome six = shell.runWith(
                "000000\n".repeat(6), "register", number, "--relay", town.link(), "--no-passphrase", "--json");
        assertThat(six.exit()).isEqualTo(5);
        assertThat(six.out()).contains("\"no_tries_left\"").doesNotContain("\"retry_after_s\":null");
        Outcome malformed = shell.run("register", number, "--relay", town.link(), "--no-passphrase", "--code", "12ab");
        assertThat(malformed.exit()).isEqualTo(2);
    }

    @Test
    void aPassphraseFileOpensTheProfileAndAnotherDoesNot() throws Exception {
        Path right = Files.writeString(folder.resolve("right"), "correct horse\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "battery staple\n");
        Shell shell = town.shell("frank");
        String number = "+12025550113";
        try (Shell.Session registering = shell.start(
                "register", number, "--relay", town.link(), "--passphrase-file", right.toString(), "--code", "-")) {
            registering.type(town.awaitCode(number));
            assertThat(registering.awaitEnd()).as(registering.shown()).isZero();
        }
        assertThat(shell.run("chats", "--passphrase-file", right.toString()).exit())
                .isZero();
        assertThat(shell.run("chats", "--passphrase-file", wrong.toString()).exit())
                .isEqualTo(7);
        assertThat(shell.run("chats", "--no-input").exit()).isEqualTo(7);
    }

    @Test
    void aLinkThatPinsAnotherKeyAndARelayThatIsNotThereAreToldApart() {
        Shell shell = town.shell("grace");
        String pin = town.link().replaceAll("[0-9a-f]{8}$", "00000000");
        Outcome wrongPin = shell.run("register", "+12025550114", "--relay", pin, "--no-passphrase", "--code", "1");
        assertThat(wrongPin.exit()).as(wrongPin.err()).isEqualTo(78);
        String nowhere = town.link().replaceAll(":[0-9]+#", ":1#");
        Outcome down = shell.run("register", "+12025550114", "--relay", nowhere, "--no-passphrase", "--code", "1");
        assertThat(down.exit()).as(down.err()).isEqualTo(69);
    }
}
