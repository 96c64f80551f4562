package waxwing.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import waxwing.server.config.CodeDelivery;
import waxwing.server.config.ConfigException;
import waxwing.server.config.RelayConfig;
import waxwing.server.credentials.RelayIdentity;
import waxwing.server.mail.SmtpCodeSender;
import waxwing.server.secrets.RelaySecrets;

/// `waxwing relay check`: says whether `run` would start with the same settings, without changing anything.
@Command(
        name = "check",
        description = "Says whether the relay would start with these settings.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Runnable {
    private final World world;
    private final GlobalOptions options;

    @Spec
    private @Nullable CommandSpec spec;

    private CheckCommand(World world, GlobalOptions options) {
        this.world = world;
        this.options = options;
    }

    static CommandLine line(World world, GlobalOptions options) {
        CommandLine line = new CommandLine(new CheckCommand(world, options));
        ConfigFlags.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public void run() {
        ParseResult parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
        RelayConfig config = ConfigFlags.read(parsed, world.environment());
        tell(config, check(config));
    }

    /// @return the fingerprint of the relay's identity, if it has one already
    private static Optional<String> check(RelayConfig config) {
        checkFolder(config.data().path());
        if (Files.exists(config.data().secrets())) {
            RelaySecrets _ = RelaySecrets.openOrCreate(config.data().secrets(), new SecureRandom());
        }
        Optional<String> identity = identity(config.data().identity());
        checkCodes(config.codes());
        checkAddress(config);
        return identity;
    }

    private static Optional<String> identity(Path file) {
        return Files.exists(file)
                ? Optional.of("sha256:"
                        + RelayIdentity.openOrCreate(file, new SecureRandom()).fingerprint())
                : Optional.empty();
    }

    private void tell(RelayConfig config, Optional<String> identity) {
        Path data = config.data().path();
        if (options.json()) {
            JsonLine line = JsonLine.answer()
                    .with("ok", true)
                    .with("listen", config.listen().toString())
                    .with("data_dir", data.toString());
            world.out()
                    .println(identity.map(known -> line.with("identity", known))
                            .orElseGet(() -> line.withNull("identity")));
            return;
        }
        identity.ifPresent(known -> world.out().println("identity: " + known));
        world.out().println("ok: the relay would start on " + config.listen() + " with its data in " + data);
    }

    private static void checkFolder(Path folder) {
        if (Files.exists(folder) && !Files.isWritable(folder)) {
            throw new ConfigException("data_dir: " + folder + " can't be written by this user");
        }
    }

    private static void checkCodes(CodeDelivery codes) {
        switch (codes) {
            case CodeDelivery.Console() -> {}
            case CodeDelivery.Smtp smtp -> {
                SmtpCodeSender _ =
                        new SmtpCodeSender(smtp, RelayEnvironment.system().clock());
            }
        }
    }

    private static void checkAddress(RelayConfig config) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(config.listen().address());
        } catch (IOException e) {
            throw new CommandFailure(
                    Exit.LOCAL_IO,
                    "listen: " + config.listen() + " can't be listened on: " + e.getMessage()
                            + " (is a relay running there already?)");
        }
    }
}
