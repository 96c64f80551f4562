package waxwing.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Random sends, drops, repetitions, reorderings and crashes, by seed.
///
/// `-Dwaxwing.seed` names the first seed, which is then the only one unless `-Dwaxwing.seeds` says how many.
final class DeliverySimulationTest {
    private static final int SEEDS = 1_000;

    @Test
    void whatIsAcceptedIsShownOnceInOrderWhateverHappens() {
        long first = Long.getLong("waxwing.seed", 1);
        int count = Integer.getInteger("waxwing.seeds", System.getProperty("waxwing.seed") == null ? SEEDS : 1);
        for (long seed = first; seed < first + count; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        try {
            new World(seed, new Trace(false)).run();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(
                    "seed " + seed + " (repeat it with -Dwaxwing.seed=" + seed + "): " + failure.getMessage() + "\n"
                            + lastEvents(seed),
                    failure);
        }
    }

    private static String lastEvents(long seed) {
        Trace trace = new Trace(true);
        try {
            new World(seed, trace).run();
            return "and did not fail when it was repeated";
        } catch (RuntimeException | Error _) {
            return trace.lastEvents();
        }
    }

    @Test
    void aSeedIsTheSameRunEveryTime() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(traced(seed)).as("seed %d", seed).isEqualTo(traced(seed));
        }
    }

    private static long traced(long seed) {
        Trace trace = new Trace(false);
        new World(seed, trace).run();
        return trace.hash();
    }
}
