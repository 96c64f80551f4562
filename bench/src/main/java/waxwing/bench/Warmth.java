package waxwing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.ToLongFunction;

/// Runs a load until it gets no faster: both virtual machines compile as they go.
final class Warmth {
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final int LEAST = 3;
    private static final int MOST = 10;
    private static final double STILL_FASTER = 1.05;

    private Warmth() {}

    /// @param messages what a window counts
    static void reach(Stand stand, ToLongFunction<Window> messages) throws IOException {
        double best = 0;
        for (int step = 0; step < MOST; step++) {
            Window window = OnlineMode.windows(stand, STEP, 1).getFirst();
            double rate = messages.applyAsLong(window) / window.seconds();
            if (step >= LEAST - 1 && rate < best * STILL_FASTER) {
                return;
            }
            best = Math.max(best, rate);
        }
    }
}
