package waxwing.cli.owner;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import waxwing.cli.terminal.Io;

/// The owning end: listens for other commands of the same person and runs each on a thread of its own.
///
/// To be opened only by the process that holds the profile's lock: it replaces whatever socket an earlier owner
/// left.
public final class OwnerSocket implements AutoCloseable {
    /// How long commands that others forwarded may go on once this process is done; those that take longer are
    /// taken over by the processes that forwarded them.
    private static final Duration GRACE = Duration.ofMillis(300);

    private final ServerSocketChannel listening;
    private final Path socket;
    private final Commands commands;
    private final Set<ForwardedRun> running = ConcurrentHashMap.newKeySet();

    /// Runs a command line to its end.
    @FunctionalInterface
    public interface Commands {
        /// @return the exit code
        int run(Invocation invocation, Io io);
    }

    private OwnerSocket(ServerSocketChannel listening, Path socket, Commands commands) {
        this.listening = listening;
        this.socket = socket;
        this.commands = commands;
    }

    public static OwnerSocket listen(Path socket, Commands commands) throws IOException {
        SocketFolder.makeFor(socket);
        Files.deleteIfExists(socket);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        OwnerSocket owner = new OwnerSocket(listening, socket, commands);
        Thread.ofVirtual().name("owner-socket").start(owner::accept);
        return owner;
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel channel = listening.accept();
                ForwardedRun run = new ForwardedRun(channel, commands);
                running.add(run);
                Thread.ofVirtual().name("forwarded-command").start(() -> {
                    run.run();
                    running.remove(run);
                });
            } catch (IOException _) {
                // Closed, or one connection failed before it began: nobody is served by ending the others.
            }
        }
    }

    /// Stops listening, gives what still runs a moment, and cuts the rest off.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(socket);
            listening.close();
        } catch (IOException _) {
            // A socket file that stays is replaced by the next owner.
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            running.forEach(ForwardedRun::awaitEnd);
            ended.countDown();
        });
        try {
            if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                running.forEach(ForwardedRun::abandon);
            }
        } catch (InterruptedException _) {
            running.forEach(ForwardedRun::abandon);
            Thread.currentThread().interrupt();
        }
    }
}
