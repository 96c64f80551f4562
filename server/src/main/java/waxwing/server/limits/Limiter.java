package waxwing.server.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Admits each key at one [Rate], exactly: the generic cell rate algorithm (ITU-T I.371) in integer
/// nanoseconds, so that no fraction of a token is ever lost. A key's whole state is the one time at which its
/// bucket is full again. To take a token of a known key is one look-up and one compare-and-set, without garbage.
///
/// Memory is bounded. Keys whose bucket is full are forgotten whenever there are twice as many as the last time;
/// if there are too many others, a limiter that is declared open admits new keys unseen, one that is declared
/// closed refuses them.
///
/// A clock that goes back locks nobody out for longer than it takes to fill an empty bucket.
public final class Limiter<K> {
    /// What to do with a new key when there is no room to remember it.
    public enum WhenFull {
        ADMIT,
        REFUSE
    }

    private static final int MOST_KEYS = 1_000_000;
    private static final int FEWEST_TO_SWEEP = 1_024;
    private static final long BETWEEN_SWEEPS = 1_000_000_000L;
    /// The time of a bucket that was forgotten: whoever still holds it looks for the key's new one.
    private static final long FORGOTTEN = Long.MIN_VALUE;

    private final long interval;
    private final long capacity;
    private final WhenFull whenFull;
    private final InstantSource clock;
    private final int mostKeys;
    /// By key: the nanosecond at which its bucket is full again (the theoretical arrival time).
    private final ConcurrentMap<K, AtomicLong> fullAt = new ConcurrentHashMap<>();

    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile int sweepAt;
    private volatile long sweptAt = -BETWEEN_SWEEPS;

    public Limiter(Rate rate, WhenFull whenFull, InstantSource clock) {
        this(rate, whenFull, clock, MOST_KEYS);
    }

    Limiter(Rate rate, WhenFull whenFull, InstantSource clock, int mostKeys) {
        this.interval = rate.interval().toNanos();
        this.capacity = rate.burst() * interval;
        this.whenFull = whenFull;
        this.clock = clock;
        this.mostKeys = mostKeys;
        this.sweepAt = Math.min(FEWEST_TO_SWEEP, mostKeys);
    }

    /// Takes a token.
    ///
    /// @return empty if there was one, else how long until there is
    public Optional<Duration> take(K key) {
        return take(key, 1);
    }

    /// Takes so many tokens, or none.
    ///
    /// @param tokens from none to as many as a full bucket holds
    /// @return empty if there were so many, else how long until there are
    public Optional<Duration> take(K key, long tokens) {
        if (tokens < 0 || tokens > capacity / interval) {
            throw new IllegalArgumentException("tokens: " + tokens + " (expected: 0.." + capacity / interval + ")");
        }
        long now = now();
        long cost = tokens * interval;
        while (true) {
            @Nullable AtomicLong bucket = fullAt.get(key);
            if (bucket == null) {
                if (isFull(now)) {
                    return whenFull == WhenFull.ADMIT ? Optional.empty() : Optional.of(Duration.ofNanos(interval));
                }
                if (fullAt.putIfAbsent(key, new AtomicLong(now + cost)) == null) {
                    return Optional.empty();
                }
                continue;
            }
            long before = fullAt(bucket, now);
            if (before == FORGOTTEN) {
                fullAt.remove(key, bucket);
                continue;
            }
            long after = Math.max(before, now) + cost;
            if (after - capacity > now) {
                return Optional.of(Duration.ofNanos(after - capacity - now));
            }
            if (bucket.compareAndSet(before, after)) {
                return Optional.empty();
            }
            Thread.onSpinWait();
        }
    }

    /// Puts tokens back that were taken for something that did not come about.
    public void giveBack(K key, long tokens) {
        @Nullable AtomicLong bucket = fullAt.get(key);
        if (bucket != null) {
            bucket.updateAndGet(before -> before == FORGOTTEN ? before : before - tokens * interval);
        }
    }

    /// What [#take] would answer, without taking.
    public Optional<Duration> peek(K key) {
        long now = now();
        @Nullable AtomicLong bucket = fullAt.get(key);
        long wait = bucket == null ? 0 : Math.max(fullAt(bucket, now), now) + interval - capacity - now;
        return wait > 0 ? Optional.of(Duration.ofNanos(wait)) : Optional.empty();
    }

    /// When the bucket is full again: when the clock went back, as if it were just empty.
    private long fullAt(AtomicLong bucket, long now) {
        long before = bucket.get();
        long empty = now + capacity;
        if (before > empty) {
            return bucket.compareAndSet(before, empty) ? empty : bucket.get();
        }
        return before;
    }

    /// How many keys are remembered.
    int keys() {
        return fullAt.size();
    }

    private boolean isFull(long now) {
        int keys = fullAt.size();
        if (keys >= sweepAt && sweeping.compareAndSet(false, true)) {
            try {
                // Often enough only: whoever brings new keys when there is no room must not make it costly.
                if (keys < mostKeys || Math.abs(now - sweptAt) >= BETWEEN_SWEEPS) {
                    sweptAt = now;
                    sweep(now);
                }
            } finally {
                sweeping.set(false);
            }
        }
        return fullAt.size() >= mostKeys;
    }

    private void sweep(long now) {
        fullAt.forEach((key, bucket) -> {
            long full = bucket.get();
            if (full <= now && bucket.compareAndSet(full, FORGOTTEN)) {
                fullAt.remove(key, bucket);
            }
        });
        sweepAt = Math.min(mostKeys, Math.max(FEWEST_TO_SWEEP, 2 * fullAt.size()));
    }

    private long now() {
        Instant instant = clock.instant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
