package waxwing.server.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// True time, which a test moves, and a system's clock that is as wrong as the test wants.
public final class Time {
    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final AtomicLong counter = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private Duration passed = Duration.ZERO;
    private Duration error = Duration.ZERO;

    /// A relay's clock that was right at the start.
    public SteadyClock relay() {
        return new SteadyClock(START, this::system, counter::get);
    }

    public Instant truth() {
        return START.plus(passed);
    }

    Instant system() {
        return truth().plus(error);
    }

    /// Sets the system's clock wrong by so much, or right again.
    public void wrongBy(Duration other) {
        error = other;
    }

    /// Lets true time pass, and the monotonic counter with it.
    public void pass(Duration time) {
        passed = passed.plus(time);
        counter.addAndGet(time.toNanos());
    }

    /// A suspended machine: the counter stands still.
    public void passSuspended(Duration time) {
        passed = passed.plus(time);
    }
}
