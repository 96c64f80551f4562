package waxwing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The operator's commands as scripts see them: exit code, standard output, standard error.
class MainTest {
    @TempDir
    Path folder;

    private record Ended(int exit, String out, String err) {}

    private Ended waxwingRelay(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(
                new World(Map.of("WAXWING_HOME", folder.resolve("home").toString()), new PrintWriter(out, true)));
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        return new Ended(line.execute(args), out.toString(), err.toString());
    }

    @Test
    void aCommandThatIsNotOneEndsWith2AndOneLineThatSaysSo() {
        Ended ended = waxwingRelay("run", "--lisen", "127.0.0.1:1");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).startsWith("waxwing relay: Unknown option").contains("Try: waxwing relay run --help");
        assertThat(ended.out()).isEmpty();
        assertThat(waxwingRelay("business", "suspend", "0190c0de-0000-7000-8000-000000000000")
                        .exit())
                .isEqualTo(2);
        assertThat(waxwingRelay("business", "approve", "me").exit()).isEqualTo(2);
    }

    @Test
    void wrongConfigurationEndsWith78AndOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("relay.toml"), "lisen = \"127.0.0.1:7443\"\n");

        Ended ended = waxwingRelay("check", "--config", file.toString());

        assertThat(ended.exit()).isEqualTo(78);
        assertThat(ended.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("lisen", "did you mean listen?"));
        assertThat(waxwingRelay("run").exit()).isEqualTo(78);
        assertThat(waxwingRelay("run", "--dev", "--listen", "0.0.0.0:0").exit()).isEqualTo(78);
    }

    @Test
    void withoutARelayTheAdminCommandsEndWith69() {
        Ended ended = waxwingRelay("status", "--data-dir", folder.toString());

        assertThat(ended.exit()).isEqualTo(69);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(waxwingRelay("business", "list").exit()).isEqualTo(69);
    }

    @Test
    void theOperatorApprovesABusinessOfTheRunningRelay() {
        Path data = folder.resolve("data");
        try (TestRelay relay = TestRelay.start(data)) {
            TestDevice business = TestDevice.ofBusiness(relay, "+12025550101").register();
            String id = business.account().toString();

            assertThat(waxwingRelay("status", "--json", "--data-dir", data.toString())
                            .out())
                    .startsWith("{\"v\":1,\"link\":\"" + relay.relay().link() + "\"");
            assertThat(waxwingRelay("business", "list", "--data-dir", data.toString())
                            .out())
                    .contains(id, "pending", "Cup & Corner");
            assertThat(waxwingRelay("business", "approve", id, "--data-dir", data.toString()))
                    .satisfies(approved -> assertThat(approved.exit()).isZero())
                    .satisfies(approved -> assertThat(approved.out()).contains("verified"));
            assertThat(waxwingRelay("business", "suspend", id, "--reason", "complaints", "--data-dir", data.toString())
                            .out())
                    .contains("suspended", "complaints");
            assertThat(waxwingRelay(
                                    "business",
                                    "approve",
                                    "00000000-0000-4000-8000-000000000000",
                                    "--data-dir",
                                    data.toString())
                            .exit())
                    .isEqualTo(3);
        }
    }

    @Test
    void checkSaysThatItWouldStart() {
        Ended ended = waxwingRelay("check", "--dev", "--listen", "127.0.0.1:0", "--data-dir", folder.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).contains("ok: the relay would start");
    }
}
