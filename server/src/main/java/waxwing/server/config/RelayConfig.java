package waxwing.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// Everything that an operator can set.
///
/// @param publicHost the host that relay links name, if it is not the one that is listened on
/// @param telemetry where health and metrics are served, on loopback
public record RelayConfig(
        DataFolder data,
        Listen listen,
        Optional<String> publicHost,
        Optional<Listen> telemetry,
        CodeDelivery codes,
        Budgets budgets,
        int termsVersion) {
    public static final int DEFAULT_PORT = 7443;

    /// For development and tests: loopback, a free port, codes on the console.
    public static RelayConfig dev(Path dataFolder) {
        return new RelayConfig(
                new DataFolder(dataFolder),
                new Listen("127.0.0.1", 0),
                Optional.empty(),
                Optional.empty(),
                new CodeDelivery.Console(),
                Budgets.DEVELOPMENT,
                1);
    }

    public RelayConfig listeningOn(Listen other) {
        return new RelayConfig(data, other, publicHost, telemetry, codes, budgets, termsVersion);
    }

    public RelayConfig withBudgets(Budgets other) {
        return new RelayConfig(data, listen, publicHost, telemetry, codes, other, termsVersion);
    }

    public RelayConfig withTerms(int version) {
        return new RelayConfig(data, listen, publicHost, telemetry, codes, budgets, version);
    }
}
