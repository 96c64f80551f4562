package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands that can't be done: an exit code and one clear line each.
class CommandsTest {
    private static final String NOBODY = "waxwing://127.0.0.1:1#sha256:" + "0".repeat(64);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}: {0} {2}")
    @MethodSource("mistakes")
    void aMistakeIsOneClearLineAndAnExitCode(String command, int exit, String says) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int was = run(out, err, command + " --data-dir " + folder.resolve("gateway"));

        assertThat(was).as(err.toString()).isEqualTo(exit);
        assertThat(err.toString()).contains(says).doesNotContain("Exception");
        assertThat(err.toString().lines().findFirst().orElseThrow()).startsWith("waxwing gateway ");
        assertThat(err.toString().lines().skip(1))
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(line -> line.startsWith("  try: "));
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("gateway")).doesNotExist();
    }

    static Stream<Arguments> mistakes() {
        String init = "init --relay " + NOBODY + " --phone +12025550199 --name Shop";
        return Stream.of(
                Arguments.of(init.replace("+12025550199", "555"), 2, "phone number"),
                Arguments.of(init.replace(NOBODY, "http://relay"), 2, "relay link"),
                Arguments.of(init.replace("Shop", "x".repeat(81)), 2, "--name"),
                Arguments.of(init, 69, "127.0.0.1"),
                Arguments.of("init", 2, "--relay"),
                Arguments.of("run", 78, "waxwing gateway init"),
                Arguments.of("run --listen nowhere", 2, "--listen"),
                Arguments.of("run --sandbox --listen nowhere", 2, "--listen"),
                Arguments.of("run --telemetry 0.0.0.0:9085", 2, "--telemetry"),
                Arguments.of("run --telemetry 9085", 2, "--telemetry"),
                Arguments.of("run --max-waiting 0", 2, "--max-waiting"),
                Arguments.of("sandbox advance 1h", 75, "waxwing gateway run"),
                Arguments.of("sandbox advance soon", 2, "24h"),
                Arguments.of("check", 78, "waxwing gateway init"),
                Arguments.of("key create", 78, "waxwing gateway init"),
                Arguments.of("key create --scope everything", 2, "messages:write"),
                Arguments.of("key create --rate 0", 2, "--rate"),
                Arguments.of("key create --expires-in soon", 2, "--expires-in"),
                Arguments.of("key rotate key_7Hk2mPq9 --overlap soon", 2, "--overlap"),
                Arguments.of("key rotate nonsense", 2, "key_7Hk2mPq9"),
                Arguments.of("key revoke nonsense", 2, "key_7Hk2mPq9"),
                Arguments.of(init + " --no-input", 2, "--code"),
                Arguments.of("-p work -q --plain --no-input --color never check", 78, "waxwing gateway init"),
                Arguments.of("key list -p work -q --plain --no-input --color ALWAYS", 78, "waxwing gateway init"),
                Arguments.of("check --color sometimes", 2, "--color"),
                Arguments.of("status", 75, "waxwing gateway run"));
    }

    @Test
    void anUnknownCommandOrFlagIsWrongUsage() {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "frobnicate")).isEqualTo(2);
        assertThat(run(new StringWriter(), err, "run --fast")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(4)
                .contains("  try: waxwing gateway --help", "  try: waxwing gateway run --help");
        StringWriter lost = new StringWriter();
        assertThat(run(new StringWriter(), lost, "sandbox")).isEqualTo(2);
        assertThat(lost.toString()).contains("expected: advance");
        StringWriter nothing = new StringWriter();
        assertThat(run(new StringWriter(), nothing, "key")).isEqualTo(2);
        assertThat(nothing.toString()).contains("expected: create, list, rotate or revoke");
    }

    @Test
    void verboseSaysWhereItFailed() {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "check -v --data-dir " + folder.resolve("gateway")))
                .isEqualTo(78);
        assertThat(err.toString().lines()).hasSize(3).last().asString().contains("waxwing.gateway.Failure");
    }

    @Test
    void theVersionNamesTheLicenceAndTheSource() {
        StringWriter out = new StringWriter();
        assertThat(run(out, new StringWriter(), "--version")).isZero();
        assertThat(out.toString().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("waxwing", "licence:", "source:");
        assertThat(out.toString()).contains("AGPL-3.0-only").doesNotContain("${");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of(
                "",
                "init ",
                "run ",
                "check ",
                "status ",
                "key ",
                "key create ",
                "events ",
                "webhook ",
                "webhook add ",
                "domain ",
                "domain add ",
                "sandbox ",
                "sandbox advance ",
                "listen ")) {
            StringWriter out = new StringWriter();
            assertThat(run(out, new StringWriter(), command + "--help")).isZero();
            assertThat(out.toString()).contains("Usage: waxwing gateway", "--json");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            check --json --data-dir {gateway}                                          | 78 | not_registered
            --json run --data-dir {gateway}                                            | 78 | not_registered
            --json status --data-dir {gateway}                                         | 75 | temporary
            key revoke nonsense --json --data-dir {gateway}                            | 2  | malformed_value
            run --fast --json                                                          | 2  | usage
            init --json --relay {nobody} --phone 555 --name Shop                       | 2  | malformed_value
            init --json --relay {nobody} --phone +12025550199 --name Shop --code 1     | 69 | relay_unavailable
            """)
    void failuresAreJsonOnRequest(String command, int exit, String code) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String words = command.replace("{gateway}", folder.resolve("gateway").toString())
                .replace("{nobody}", NOBODY);

        assertThat(run(out, err, words)).as(out.toString()).isEqualTo(exit);
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.path("v").asInt()).isEqualTo(1);
        assertThat(json.path("error").path("code").asString()).isEqualTo(code);
        assertThat(json.path("error").path("message").asString()).isNotBlank();
        assertThat(json.path("error").propertyNames()).containsExactly("code", "message", "hint", "retry_after_s");
        assertThat(err.toString()).isEmpty();
    }

    private static int run(StringWriter out, StringWriter err, String command) {
        return Main.run(
                TestWorld.ENVIRONMENT,
                new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err)),
                command.split(" "));
    }
}
