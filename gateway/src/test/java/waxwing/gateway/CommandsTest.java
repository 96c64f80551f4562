package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Commands that can't be done: an exit code and one clear line each.
class CommandsTest {
    private static final String NOBODY = "waxwing://127.0.0.1:1#sha256:" + "0".repeat(64);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}: {0} {2}")
    @MethodSource("mistakes")
    void aMistakeIsToldInOneLineAndByItsExitCode(String command, int exit, String says) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int was = run(out, err, command + " --data-dir " + folder.resolve("gateway"));

        assertThat(was).as(err.toString()).isEqualTo(exit);
        assertThat(err.toString().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString()).contains(says).doesNotContain("Exception");
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
                Arguments.of("check", 78, "waxwing gateway init"),
                Arguments.of("key create", 78, "waxwing gateway init"),
                Arguments.of("status", 75, "waxwing gateway run"));
    }

    @Test
    void anUnknownCommandOrFlagIsWrongUsage() {
        StringWriter err = new StringWriter();
        assertThat(run(new StringWriter(), err, "frobnicate")).isEqualTo(2);
        assertThat(run(new StringWriter(), err, "run --fast")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2);
    }

    @Test
    void failuresAreJsonOnRequest() {
        StringWriter out = new StringWriter();
        assertThat(run(out, new StringWriter(), "check --json --data-dir " + folder.resolve("gateway")))
                .isEqualTo(78);
        assertThat(out.toString()).contains("\"v\":1").contains("\"code\":\"configuration\"");
    }

    private static int run(StringWriter out, StringWriter err, String command) {
        return Main.run(
                TestWorld.ENVIRONMENT,
                new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err)),
                command.split(" "));
    }
}
