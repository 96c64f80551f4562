package waxwing.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work that has to be done from time to time, on one thread of its own.
final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private final ScheduledExecutorService thread;

    /// @param name of the thread
    Housekeeping(String name) {
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Does it about that often from now on. A failure is logged, and it is tried again the next time.
    void every(Duration interval, String what, Runnable work) {
        schedule(interval, interval, what, work);
    }

    /// As [#every], and now.
    void nowAndEvery(Duration interval, String what, Runnable work) {
        schedule(Duration.ZERO, interval, what, work);
    }

    private void schedule(Duration first, Duration interval, String what, Runnable work) {
        ScheduledFuture<?> _ = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        log.warn("{} failed; it is tried again in {}", what, interval, e);
                    }
                },
                first.toSeconds(),
                interval.toSeconds(),
                TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
