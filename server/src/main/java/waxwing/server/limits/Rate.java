package waxwing.server.limits;

import java.time.Duration;

/// A token bucket: at most `burst` at once, and one more for each `interval` that passes. A token is whatever is
/// counted: a call, a byte.
public record Rate(long burst, Duration interval) {
    /// An empty bucket is full again within a century, so that every time is a `long` of nanoseconds.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public Rate {
        if (burst < 1 || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("rate: " + burst + " and one each " + interval
                    + " (expected: at least 1, and a positive interval)");
        }
        if (burst > LONGEST.dividedBy(interval)) {
            throw new IllegalArgumentException("rate: " + burst + " and one each " + interval
                    + " (expected: full again within " + LONGEST.toDays() + " days)");
        }
    }

    /// At most `burst` at once, and as many again over each `period`.
    public static Rate of(long burst, Duration period) {
        return new Rate(burst, period.dividedBy(burst));
    }
}
