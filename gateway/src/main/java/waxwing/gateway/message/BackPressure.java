package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import waxwing.client.messages.Backlog;

/// Bounds how many accepted messages wait for the relay: beyond that no more are accepted until some have left,
/// instead of a queue that grows until the disk is full. Scheduled messages count from their time on.
///
/// What waits is counted once a second, and more often where something is to be refused; in between,
/// what was let in since is added. So a few more may wait than the bound says, those of requests that run side by side;
/// and a few fewer, as what is being handed over may count twice.
public final class BackPressure {
    /// The bound if none was set.
    public static final int USUAL = 100_000;

    public static final int HIGHEST = 10_000_000;

    private static final Duration COUNTED_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNTED_WHEN_FULL = Duration.ofMillis(100);

    private final Supplier<Backlog> backlog;
    private final int most;
    private final InstantSource clock;
    private final AtomicLong countedAtMillis = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();

    /// @param backlog counts what waits
    public BackPressure(Supplier<Backlog> backlog, int most, InstantSource clock) {
        this.backlog = backlog;
        this.most = most;
        this.clock = clock;
    }

    /// One that refuses nothing.
    static BackPressure none() {
        return new BackPressure(() -> Backlog.NONE, Integer.MAX_VALUE, () -> Instant.EPOCH);
    }

    /// How many may wait.
    public int most() {
        return most;
    }

    /// Lets so many more in, or none of them.
    ///
    /// @return whether it did
    boolean admits(int messages) {
        if (messages == 0) {
            return true;
        }
        countAfter(COUNTED_EVERY);
        if (waiting.get() + messages > most) {
            countAfter(COUNTED_WHEN_FULL);
        }
        boolean fits = waiting.get() + messages <= most;
        if (fits) {
            waiting.addAndGet(messages);
        }
        return fits;
    }

    /// Counts, unless somebody did within that time.
    private void countAfter(Duration age) {
        long now = clock.millis();
        long before = countedAtMillis.get();
        if (Math.abs(now - before) > age.toMillis() && countedAtMillis.compareAndSet(before, now)) {
            waiting.set(backlog.get().messages());
        }
    }
}
