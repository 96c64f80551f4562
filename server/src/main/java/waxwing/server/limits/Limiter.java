package waxwing.server.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Admits each key at one [Rate], exactly: the generic cell rate algorithm (ITU-T I.371) in integer
/// nanoseconds, so that no fraction of a token is ever lost. A key's whole state is the one time at which its
/// bucket is full again.
///
/// Memory is bounded. Keys whose bucket is full are forgotten; if there are too many others, a limiter that is
/// declared open admits new keys unseen, one that is declared closed refuses them.
public final class Limiter<K> {
    /// What to do with a new key when there is no room to remember it.
    public enum WhenFull {
        ADMIT,
        REFUSE
    }

    private static final int MOST_KEYS = 1_000_000;

    private final Rate rate;
    private final WhenFull whenFull;
    private final InstantSource clock;
    private final int mostKeys;
    /// By key: the nanosecond at which its bucket is full again (the theoretical arrival time).
    private final ConcurrentMap<K, Long> fullAt = new ConcurrentHashMap<>();

    public Limiter(Rate rate, WhenFull whenFull, InstantSource clock) {
        this(rate, whenFull, clock, MOST_KEYS);
    }

    Limiter(Rate rate, WhenFull whenFull, InstantSource clock, int mostKeys) {
        this.rate = rate;
        this.whenFull = whenFull;
        this.clock = clock;
        this.mostKeys = mostKeys;
    }

    /// Takes a token.
    ///
    /// @return empty if there was one, else how long until there is
    public Optional<Duration> take(K key) {
        long now = now();
        if (!fullAt.containsKey(key) && isFull(now)) {
            return whenFull == WhenFull.ADMIT ? Optional.empty() : Optional.of(rate.interval());
        }
        long[] wait = {0};
        fullAt.compute(key, (_, before) -> {
            long start = before == null ? now : Math.max(before, now);
            wait[0] = waitAt(start, now);
            return wait[0] > 0 ? before : Long.valueOf(start + rate.interval().toNanos());
        });
        return wait[0] > 0 ? Optional.of(Duration.ofNanos(wait[0])) : Optional.empty();
    }

    /// What [#take] would answer, without taking.
    public Optional<Duration> peek(K key) {
        long now = now();
        Long before = fullAt.get(key);
        long wait = before == null ? 0 : waitAt(Math.max(before, now), now);
        return wait > 0 ? Optional.of(Duration.ofNanos(wait)) : Optional.empty();
    }

    private long waitAt(long start, long now) {
        long tolerance = (rate.burst() - 1) * rate.interval().toNanos();
        return start - tolerance - now;
    }

    private boolean isFull(long now) {
        if (fullAt.size() >= mostKeys) {
            fullAt.values().removeIf(full -> full <= now);
        }
        return fullAt.size() >= mostKeys;
    }

    private long now() {
        Instant instant = clock.instant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
