package waxwing.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until the answer fits. For what another process does in its own time.
public final class Eventually {
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private Eventually() {}

    /// @throws StoryFailure if no answer fits within a minute; it tells the last one
    public static <T> T become(String what, Supplier<T> question, Predicate<T> fits) {
        long deadline = System.nanoTime() + World.PATIENCE.toNanos();
        while (true) {
            T answer = question.get();
            if (fits.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new StoryFailure("waited for " + what + "; the last answer was: " + answer);
            }
            pause();
        }
    }

    static void pause() {
        LockSupport.parkNanos(BETWEEN.toNanos());
    }
}
