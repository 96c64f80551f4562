package waxwing.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    private static final String SMTP = """
            data_dir = "/var/lib/waxwing"
            listen = "127.0.0.1:7000"
            [smtp]
            host = "mail.example.org"
            from = "relay@example.org"
            to_template = "{number}@sms.example.org"
            """;

    @TempDir
    Path folder;

    private RelayConfig read(String toml, Map<String, String> environment, Map<Setting, String> flags)
            throws IOException {
        Path file = Files.writeString(folder.resolve("relay.toml"), toml);
        return ConfigReader.read(Settings.read(Optional.of(file), environment, flags), Mode.SERVICE);
    }

    private RelayConfig dev(Map<Setting, String> flags) {
        return ConfigReader.read(Settings.read(Optional.empty(), Map.of(), flags), Mode.DEVELOPMENT);
    }

    @Test
    void aFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        Map<String, String> environment =
                Map.of("WAXWING_RELAY_LISTEN", "127.0.0.1:7001", "WAXWING_RELAY_SMTP_PORT", "25", "HOME", "/root");

        assertThat(read(SMTP, Map.of(), Map.of()).listen().port()).isEqualTo(7000);
        assertThat(read(SMTP, environment, Map.of()).listen().port()).isEqualTo(7001);
        RelayConfig config = read(SMTP, environment, Map.of(Setting.LISTEN, "127.0.0.1:7002"));
        assertThat(config.listen().port()).isEqualTo(7002);
        assertThat(config.codes())
                .isInstanceOfSatisfying(
                        CodeDelivery.Smtp.class,
                        smtp -> assertThat(smtp.server().port()).isEqualTo(25));
    }

    @Test
    void anUnknownKeyStopsTheStartAndNamesTheNearest() {
        assertThatThrownBy(() -> read(SMTP + "hots = \"x\"", Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("smtp.hots")
                .hasMessageContaining("did you mean smtp.host?");
        assertThatThrownBy(() -> read(SMTP, Map.of("WAXWING_RELAY_LISEN", "x"), Map.of()))
                .hasMessageContaining("did you mean WAXWING_RELAY_LISTEN?");
    }

    @Test
    void whatIsWrongIsSaidWithWhereItWasGivenAndWhatWasExpected() {
        assertThatThrownBy(() -> read("listen = ", Map.of(), Map.of())).hasMessageContaining("line 1");
        assertThatThrownBy(() -> read("listen = true", Map.of(), Map.of())).hasMessageContaining("listen in ");
        assertThatThrownBy(() -> read("", Map.of(), Map.of()))
                .hasMessageContaining("data_dir: is missing")
                .hasMessageContaining("WAXWING_RELAY_DATA_DIR");
        assertThatThrownBy(() -> read(SMTP, Map.of("WAXWING_RELAY_SMTP_PORT", "many"), Map.of()))
                .hasMessageContaining("WAXWING_RELAY_SMTP_PORT: many (expected: a whole number, 1..65535)");
        assertThatThrownBy(() -> read(SMTP, Map.of(), Map.of(Setting.LISTEN, "everywhere")))
                .hasMessageContaining("--listen: everywhere (expected: HOST:PORT");
        assertThatThrownBy(() -> read(SMTP, Map.of(), Map.of(Setting.LISTEN, "0.0.0.0:7443")))
                .hasMessageContaining("public_host: is missing");
        assertThatThrownBy(() -> read(SMTP, Map.of(), Map.of(Setting.CODES, "console")))
                .hasMessageContaining("console is for --dev only");
        assertThatThrownBy(() -> read(SMTP, Map.of(), Map.of(Setting.SMTP_TO_TEMPLATE, "sms@example.org")))
                .hasMessageContaining("{number}");
    }

    @Test
    void whatOneAddressMayHaveOpenIsBoundedUnlessTheMachineIsTheDevelopers() throws IOException {
        assertThat(read(SMTP, Map.of(), Map.of()).budgets().connectionsPerAddress())
                .isEqualTo(256);
        assertThat(read(SMTP, Map.of(), Map.of(Setting.CONNECTIONS, "1000"))
                        .budgets()
                        .connectionsPerAddress())
                .isEqualTo(1_000);
        assertThat(dev(Map.of()).budgets().connectionsPerAddress()).isGreaterThan(100_000);
        assertThatThrownBy(() -> read(SMTP, Map.of(), Map.of(Setting.CONNECTIONS, "0")))
                .hasMessageContaining("--connections-per-address: 0 (expected: a whole number, 1..");
    }

    @Test
    void whatMayBeSentIsPublishedAndTheOperatorsToSetAndUnlimitedForDevelopment() throws IOException {
        assertThat(read(SMTP, Map.of(), Map.of()).budgets().sends()).isEqualTo(new SendBudget(1_200, 120_000, 600, 64));
        Map<Setting, String> flags = Map.of(
                Setting.SUBMITS, "1",
                Setting.BUSINESS_SUBMITS, "2",
                Setting.SUBMITS_TO_ONE, "3",
                Setting.INBOUND, "4",
                Setting.CALLS, "5",
                Setting.BUSINESS_CALLS, "6");
        assertThat(read(SMTP, Map.of(), flags).budgets())
                .isEqualTo(new Budgets(CodeBudget.DEFAULT, new SendBudget(1, 2, 3, 4), 5, 6, 256));
        assertThat(dev(Map.of()).budgets().sends().toOnePerMinute()).isGreaterThan(1_000_000);
        assertThat(dev(Map.of()).budgets().sends().inboundMibHourly()).isGreaterThan(100_000);
        assertThatThrownBy(() -> read(SMTP, Map.of(), Map.of(Setting.INBOUND, "2000000")))
                .hasMessageContaining("--inbound-mib-hourly: 2000000 (expected: a whole number, 1..1000000)");
    }

    @Test
    void developmentStaysOnThisMachine() {
        assertThat(dev(Map.of()).codes()).isEqualTo(new CodeDelivery.Console());
        assertThatThrownBy(() -> dev(Map.of(Setting.LISTEN, "0.0.0.0:7443")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--dev");
    }
}
