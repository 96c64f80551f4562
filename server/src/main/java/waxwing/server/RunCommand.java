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
import waxwing.server.admin.OperatorSocket;
import waxwing.server.config.RelayConfig;
import waxwing.store.StorageFailure;

/// `waxwing relay run`: serves until it is told to stop (SIGTERM, SIGINT) or its storage fails for good.
@Command(name = "run", description = "Runs the relay until it is told to stop.", mixinStandardHelpOptions = true)
final class RunCommand implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    private final World world;

    @Spec
    private @Nullable CommandSpec spec;

    private RunCommand(World world) {
        this.world = world;
    }

    static CommandLine line(World world) {
        CommandLine line = new CommandLine(new RunCommand(world));
        ConfigFlags.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public void run() {
        ParseResult parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
        serve(ConfigFlags.read(parsed, world.environment()), world);
    }

    private static void serve(RelayConfig config, World world) {
        OperatorSocket sockets = new OperatorSocket(world.environment());
        Path socket = sockets.pathFor(config.data().path());
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<StorageFailure> broken = new AtomicReference<>();
        Relay relay = Relay.start(config);
        relay.onStorageFailure(failure -> {
            broken.set(failure);
            ended.countDown();
        });
        Thread stopper = Thread.ofPlatform().name("stop").unstarted(() -> {
            relay.close();
            withdraw(sockets, socket);
        });
        Runtime.getRuntime().addShutdownHook(stopper);
        announce(sockets, socket);
        world.out().println("relay link: " + relay.link());
        world.out().flush();
        await(ended);
        if (broken.get() != null) {
            throw new CommandFailure(
                    Exit.LOCAL_IO,
                    "the storage failed, so the relay stops before it acknowledges what it can't keep: "
                            + broken.get().getMessage());
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
