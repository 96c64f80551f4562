package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.story.Shell.Outcome;

/// What the program says before it knows anybody: the manners of the command line.
class MannersTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path home;

    @ParameterizedTest(name = "waxwing {0}")
    @CsvSource(delimiter = '|', textBlock = """
            send                                   | 2  | Missing required parameter: 'TO'
            send +12025550101                      | 2  | no text
            send +12025550101 -m                   | 2  | Missing required parameter for option '--message'
            send +12025550101 word -m hi           | 2  | unexpected word
            send +1202 -m hi                       | 2  | not a phone number
            send bob -m hi --wait sometime         | 2  | --wait
            send bob -m hi --timeout soon          | 2  | not a length of time
            send bob -m hi --expire 31d            | 2  | expected: 1s to 30d
            send bob -m hi --expire 500ms          | 2  | expected: 1s to 30d
            send bob -m hi --shout                 | 2  | Unknown option
            sned bob                               | 2  | sned
            contact                                | 2  | expected one of: list, add, rename, show
            -p ../evil chats                       | 2  | not a profile's name
            register 5550101 --relay waxwing://x   | 2  | not a phone number
            register +12025550101 --relay http://x | 2  | not a relay link
            register +12025550101                  | 2  | --relay
            register +12025550101 --no-input --relay waxwing://relay.example | 2 | --no-input
            send bob -m hi                         | 78 | no account yet
            receive                                | 78 | no account yet
            chats                                  | 78 | no account yet
            """)
    void aMistakeIsOneClearLineAndAnExitCode(String words, int exit, String told) {
        Outcome outcome = new Shell(home).run(words.split(" "));
        assertThat(outcome.exit()).isEqualTo(exit);
        assertThat(outcome.out()).isEmpty();
        List<String> lines = outcome.err().lines().toList();
        assertThat(lines.getFirst()).startsWith("waxwing: ").contains(told);
        assertThat(lines).hasSizeLessThanOrEqualTo(2);
        assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest(name = "waxwing --json {0}")
    @CsvSource(delimiter = '|', textBlock = """
            send                    | 2  | usage
            send +1202 -m hi        | 2  | malformed_value
            chats                   | 78 | not_registered
            """)
    void aScriptGetsFailuresAsJson(String words, int exit, String code) {
        Outcome outcome = new Shell(home).run(("--json " + words).split(" "));
        assertThat(outcome.exit()).isEqualTo(exit);
        assertThat(outcome.err()).isEmpty();
        JsonNode json = JSON.readTree(outcome.out());
        assertThat(json.path("v").asInt()).isEqualTo(1);
        assertThat(json.path("error").path("code").asString()).isEqualTo(code);
        assertThat(json.path("error").path("message").asString()).isNotBlank();
        assertThat(json.path("error").has("hint")).isTrue();
        assertThat(json.path("error").has("retry_after_s")).isTrue();
    }

    @Test
    void aTextOfMoreThan32KibIsRefusedBeforeAnythingElse() {
        Outcome outcome = new Shell(home).run("send", "bob", "-m", "é".repeat(16 * 1024) + "x");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("32769 bytes (expected: at most 32768");
    }

    @Test
    void helpGoesToTheOutputAndNamesEveryCommand() {
        Outcome outcome = new Shell(home).run("--help");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains(
                        "register", "send", "receive", "ack", "chat", "chats", "history", "status", "contact", "verify")
                .contains("block", "unblock", "blocked", "business", "doctor", "version", "completion");
        assertThat(new Shell(home).run("send", "--help").out()).contains("--wait", "--timeout");
    }

    @Test
    void noLineOfHelpHasAnEscapeSequence() {
        assertThat(new Shell(home).run("--help").out()).doesNotContain("\u001b");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        JsonNode json = JSON.readTree(new Shell(home).run("version", "--json").out());
        assertThat(json.path("version").asString()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(json.path("licence").asString()).isEqualTo("AGPL-3.0-only");
        assertThat(json.has("source")).isTrue();
        assertThat(new Shell(home).run("version").out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("waxwing", "licence:", "source:");
    }

    @Test
    void theCompletionScriptIsGoodBash() throws Exception {
        Outcome outcome = new Shell(home).run("completion", "bash");
        assertThat(outcome.exit()).isZero();
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var script = bash.outputWriter()) {
            script.write(outcome.out());
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void doctorSaysWhatToDoNext() {
        Outcome outcome = new Shell(home).run("doctor");
        assertThat(outcome.exit()).isEqualTo(78);
        assertThat(outcome.out()).contains("ok   java", "FAIL store").contains("try: waxwing register NUMBER");
    }
}
