package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person at a terminal, who is asked for a passphrase.
class PassphrasePromptTest {
    private static final String NUMBER = "+12025550101";
    private static final String PASSPHRASE = "correct horse battery";

    @TempDir
    private Path folder;

    private Town town;
    private Path home;

    @BeforeEach
    void open() {
        town = new Town(folder);
        home = folder.resolve("home");
    }

    @AfterEach
    void close() {
        town.close();
    }

    private int answer(String passphrase, String... words) throws InterruptedException {
        try (TerminalSession session = new TerminalSession(home, words)) {
            session.awaitScreen("Passphrase of profile default:").type(passphrase);
            int exit = session.awaitEnd();
            assertThat(session.screen()).doesNotContain(passphrase);
            return exit;
        }
    }

    @Test
    void aPassphraseIsAskedForAndNeverShown() throws Exception {
        try (TerminalSession session = new TerminalSession(home, "register", NUMBER, "--relay", town.link())) {
            session.awaitScreen("Choose a passphrase for profile default:").type(PASSPHRASE);
            session.awaitScreen("Once more:").type(PASSPHRASE);
            session.awaitScreen("Code:").type(town.awaitCode(NUMBER));
            assertThat(session.awaitEnd()).as(session.screen()).isZero();
            assertThat(session.screen())
                    .contains("Registered " + NUMBER)
                    .contains(town.awaitCode(NUMBER))
                    .doesNotContain(PASSPHRASE);
        }
        assertThat(answer(PASSPHRASE, "chats")).isZero();
        assertThat(answer("incorrect horse", "chats")).isEqualTo(7);
        try (TerminalSession silent = new TerminalSession(home, "chats", "--no-input")) {
            assertThat(silent.awaitEnd()).isEqualTo(7);
            assertThat(silent.screen()).doesNotContain("Passphrase of");
        }
    }

    @Test
    void twoDifferentPassphrasesMakeNoProfile() throws Exception {
        try (TerminalSession session = new TerminalSession(home, "register", NUMBER, "--relay", town.link())) {
            session.awaitScreen("Choose a passphrase for profile default:").type(PASSPHRASE);
            session.awaitScreen("Once more:").type("correct house battery");
            assertThat(session.awaitEnd()).isEqualTo(2);
            assertThat(session.screen()).contains("the two passphrases differ");
        }
        assertThat(home.resolve("data/default")).doesNotExist();
    }
}
