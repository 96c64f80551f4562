package waxwing.server.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import waxwing.server.mailbox.MailboxLimits;

/// What kind of run it is.
///
/// @param steps of the stormy part
/// @param table each step as often as it is to come
/// @param messages that are written at the most
/// @param flood messages that wait for one device before its storm begins
/// @param capacity frames that the widest line holds
record Profile(
        int steps, List<Step> table, int messages, int flood, int capacity, int submitsASecond, MailboxLimits limits) {
    private static final int GRAIN = 50;

    static Profile of(Chance chance) {
        boolean flooded = chance.oneIn(12);
        boolean tight = !flooded && chance.oneIn(3);
        int entries = tight ? 5 + chance.below(30) : 5_000;
        MailboxLimits limits = new MailboxLimits(
                entries,
                tight && chance.oneIn(2) ? 10_000 : 64 << 20,
                chance.oneIn(12) ? 2 : 65_536,
                chance.oneIn(12) ? 5_000 : 256 << 20,
                Duration.ofHours(25),
                Duration.ofHours(13));
        return new Profile(
                1_500 + chance.below(2_500),
                table(chance),
                20 + chance.below(180),
                flooded ? 300 + chance.below(500) : 0,
                flooded ? 600 : chance.oneIn(4) ? 2 : 64,
                chance.oneIn(12) ? 20 : 100_000,
                limits);
    }

    private static List<Step> table(Chance chance) {
        List<Step> table = new ArrayList<>();
        for (Step step : Step.values()) {
            long times = Math.round(step.frequency * GRAIN * chance.of(factors(step)));
            for (int i = 0; i < times; i++) {
                table.add(step);
            }
        }
        return table;
    }

    /// How much more frequent than usual a step may be. A slow disk lets acknowledgements overtake it.
    private static List<Double> factors(Step step) {
        if (step == Step.START_RELAY) {
            return List.of(1.0);
        } else if (step == Step.COMMIT) {
            return List.of(0.02, 0.1, 1.0, 1.0);
        }
        return step.isAccident() ? List.of(0.0, 0.5, 1.0, 4.0) : List.of(0.1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0);
    }
}
