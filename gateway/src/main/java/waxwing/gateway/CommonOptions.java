package waxwing.gateway;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which gateway is meant.
final class CommonOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The gateway's folder (default: $$XDG_DATA_HOME/waxwing-gateway, or $$WAXWING_HOME/gateway).")
    private @Nullable Path dataDir;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "The key of the encrypted store (default: gateway.key in the folder).")
    private @Nullable Path keyFile;

    GatewayFolder folder() {
        Path chosen = Optional.ofNullable(dataDir)
                .or(() -> path("WAXWING_GATEWAY_DATA_DIR"))
                .orElseGet(CommonOptions::usual);
        return GatewayFolder.of(chosen, Optional.ofNullable(keyFile).or(() -> path("WAXWING_GATEWAY_KEY_FILE")));
    }

    /// The folder that the command line names for a sandbox; what names the real gateway elsewhere does not count.
    Optional<GatewayFolder> sandboxFolder() {
        return Optional.ofNullable(dataDir).map(chosen -> GatewayFolder.of(chosen, Optional.ofNullable(keyFile)));
    }

    private static Path usual() {
        return path("WAXWING_HOME")
                .map(home -> home.resolve("gateway"))
                .orElseGet(() -> path("XDG_DATA_HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"))
                        .resolve("waxwing-gateway"));
    }

    private static Optional<Path> path(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }
}
