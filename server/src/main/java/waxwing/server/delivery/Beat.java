package waxwing.server.delivery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Lets an answer go only on the beat, a whole number of beats after its call came: what took a little
/// longer, because the one asked for was not there, looks as if it had not.
final class Beat {
    private static final long NANOS = Duration.ofMillis(5).toNanos();

    private final long came = System.nanoTime();

    private Beat() {}

    /// The call has come.
    static Beat start() {
        return new Beat();
    }

    /// Waits for the next beat. An interrupted caller is gone, and is not waited for.
    void await() {
        long due = came + ((System.nanoTime() - came) / NANOS + 1) * NANOS;
        for (long left = due - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
