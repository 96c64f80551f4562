package waxwing.client.exchange;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Growing pauses between attempts, each drawn at random between a half and all of its length, so that the
/// clients of a relay that comes back don't all come at once.
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 8;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// The pause after one more failure.
    Duration next() {
        long length = Math.min(FIRST.toMillis() << Math.min(failures, DOUBLINGS), LONGEST.toMillis());
        failures++;
        return Duration.ofMillis(random.nextLong(length / 2, length + 1));
    }

    void reset() {
        failures = 0;
    }
}
