package waxwing.server.limits;

import java.time.Duration;

/// A token bucket: at most `burst` at once, and one more for each `interval` that passes.
public record Rate(int burst, Duration interval) {
    public Rate {
        if (burst < 1 || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("rate: " + burst + " and one each " + interval
                    + " (expected: at least 1, and a positive interval)");
        }
    }

    /// At most `burst` at once, and as many again over each `period`.
    public static Rate of(int burst, Duration period) {
        return new Rate(burst, period.dividedBy(burst));
    }
}
