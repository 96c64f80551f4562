package waxwing.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import waxwing.model.PhoneNumber;
import waxwing.server.admin.OperatorSocket;
import waxwing.server.config.CodeDelivery;
import waxwing.server.config.RelayConfig;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;
import waxwing.store.StorageFailure;

/// `waxwing relay run`: serves until it is told to stop (SIGTERM, SIGINT, or an interrupt of its thread) or its
/// storage fails for good.
@Command(name = "run", description = "Runs the relay until it is told to stop.", mixinStandardHelpOptions = true)
final class RunCommand implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    private final World world;
    private final GlobalOptions options;

    @Spec
    private @Nullable CommandSpec spec;

    private RunCommand(World world, GlobalOptions options) {
        this.world = world;
        this.options = options;
    }

    static CommandLine line(World world, GlobalOptions options) {
        CommandLine line = new CommandLine(new RunCommand(world, options));
        ConfigFlags.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public void run() {
        ParseResult parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
        serve(ConfigFlags.read(parsed, world.environment()));
    }

    private void serve(RelayConfig config) {
        OperatorSocket sockets = new OperatorSocket(world.environment());
        Path socket = sockets.pathFor(config.data().path());
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<StorageFailure> broken = new AtomicReference<>();
        Relay relay = Relay.start(config, environment(config));
        relay.onStorageFailure(failure -> {
            broken.set(failure);
            ended.countDown();
        });
        Runnable stop = () -> {
            relay.close();
            withdraw(sockets, socket);
        };
        Thread stopper = Thread.ofPlatform().name("stop").unstarted(stop);
        Runtime.getRuntime().addShutdownHook(stopper);
        announce(sockets, socket);
        tell(
                JsonLine.answer()
                        .with("type", "ready")
                        .with("link", relay.link().toString()),
                "relay link: " + relay.link());
        try {
            ended.await();
        } catch (InterruptedException _) {
            Runtime.getRuntime().removeShutdownHook(stopper);
            stop.run();
            Thread.currentThread().interrupt();
        }
        if (broken.get() != null) {
            throw new CommandFailure(
                            Exit.LOCAL_IO,
                            "the storage failed, so the relay stops before it acknowledges what it can't keep: "
                                    + broken.get().getMessage())
                    .withHint("make room or mend the disk, and start the relay again");
        }
    }

    /// Codes for the console are told in the manner that the operator asked for.
    private RelayEnvironment environment(RelayConfig config) {
        RelayEnvironment system = RelayEnvironment.of(config.data());
        return config.codes() instanceof CodeDelivery.Console ? system.sendingCodesTo(new Told()) : system;
    }

    /// Codes on this program's output.
    private final class Told implements CodeSender {
        @Override
        public Sent send(PhoneNumber number, Code code) {
            tell(
                    JsonLine.answer()
                            .with("type", "verification_code")
                            .with("number", number.e164())
                            .with("code", code.digits()),
                    "verification code for " + number.e164() + ": " + code.digits());
            return Sent.HANDED_ON;
        }

        @Override
        public Sent send(DomainContact contact, Code code) {
            tell(
                    JsonLine.answer()
                            .with("type", "domain_code")
                            .with("domain", contact.domain())
                            .with("address", contact.address())
                            .with("code", code.digits()),
                    "domain code for " + contact.domain() + " (" + contact.address() + "): " + code.digits());
            return Sent.HANDED_ON;
        }
    }

    private void tell(JsonLine json, String line) {
        world.out().println(options.json() ? json : line);
        world.out().flush();
    }

    private static void announce(OperatorSocket sockets, Path socket) {
        try {
            sockets.announce(socket);
        } catch (IOException e) {
            log.warn("the runtime folder can't be written, so commands need --data-dir: {}", e.getMessage());
        }
    }

    private static void withdraw(OperatorSocket sockets, Path socket) {
        try {
            sockets.withdraw(socket);
        } catch (IOException e) {
            log.warn("the note about this relay stays in the runtime folder: {}", e.getMessage());
        }
    }
}
