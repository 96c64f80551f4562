package waxwing.cli.owner;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Notices that a profile's owner came or went, by its socket.
///
/// An owner's socket goes a moment before its hold on the profile does, and that moment shows only in an attempt
/// to become the owner; so no wait is long. Where the socket's folder can't be watched, every wait is as long as
/// that.
public final class OwnerWatch implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final Optional<WatchService> watching;
    private final CountDownLatch closed = new CountDownLatch(1);

    private OwnerWatch(Optional<WatchService> watching) {
        this.watching = watching;
    }

    /// Notices everything from now on.
    public static OwnerWatch on(Path socket) {
        try {
            SocketFolder.makeFor(socket);
            return new OwnerWatch(Optional.of(watched(SocketFolder.of(socket))));
        } catch (IOException _) {
            return new OwnerWatch(Optional.empty());
        }
    }

    private static WatchService watched(Path folder) throws IOException {
        WatchService watching = folder.getFileSystem().newWatchService();
        try {
            WatchKey _ = folder.register(
                    watching, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            return watching;
        } catch (IOException e) {
            watching.close();
            throw e;
        }
    }

    /// Returns when something changed since the last call, and after a moment in any case.
    public void await() throws InterruptedException {
        if (watching.isEmpty()) {
            boolean _ = closed.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        WatchKey changed = watching.get().poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        if (changed != null) {
            changed.pollEvents().clear();
            boolean _ = changed.reset();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        if (watching.isPresent()) {
            watching.get().close();
        }
    }
}
