package waxwing.gateway.apikey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Admits the requests of each API key at its rate, exactly: the generic cell rate algorithm (ITU-T I.371)
/// in integer nanoseconds. A key's whole state is the one time at which its bucket is full again; it is not
/// durable, so that a restart fills all buckets. There are no more buckets than there are keys.
///
/// A clock that goes back locks nobody out for longer than it takes to fill an empty bucket.
public final class KeyRates {
    /// For how many seconds a full bucket lasts at the key's rate.
    public static final int BURST_SECONDS = 2;

    private static final long SECOND = 1_000_000_000L;

    private final InstantSource clock;
    private final ConcurrentMap<ApiKeyId, AtomicLong> fullAt = new ConcurrentHashMap<>();

    public KeyRates(InstantSource clock) {
        this.clock = clock;
    }

    /// How many requests a full bucket holds.
    public static int burst(ApiKeyTerms terms) {
        return BURST_SECONDS * terms.requestsPerSecond();
    }

    /// What became of a request.
    public sealed interface Verdict {
        /// @param left how many more would be admitted at once
        /// @param full until the bucket is full again
        record Admitted(long left, Duration full) implements Verdict {}

        record Refused(Duration retryAfter) implements Verdict {}
    }

    /// Takes a token.
    public Verdict take(ApiKeyEntry key) {
        long interval = Math.ceilDiv(SECOND, key.terms().requestsPerSecond());
        long capacity = burst(key.terms()) * interval;
        AtomicLong bucket = fullAt.computeIfAbsent(key.id(), _ -> new AtomicLong(Long.MIN_VALUE));
        long now = nanos(clock.instant());
        while (true) {
            long before = bucket.get();
            if (before > now + capacity) {
                // The clock went back: as if the bucket were just empty.
                boolean _ = bucket.compareAndSet(before, now + capacity);
                continue;
            }
            long after = Math.max(before, now) + interval;
            if (after - capacity > now) {
                return new Verdict.Refused(Duration.ofNanos(after - capacity - now));
            }
            if (bucket.compareAndSet(before, after)) {
                return new Verdict.Admitted((now + capacity - after) / interval, Duration.ofNanos(after - now));
            }
            Thread.onSpinWait();
        }
    }

    private static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    }
}
