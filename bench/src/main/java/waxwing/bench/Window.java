package waxwing.bench;

import java.util.Locale;
import java.util.function.ToLongFunction;

/// The time between two readings, and what was done in it.
record Window(Reading from, Reading to) {
    double seconds() {
        return Pause.seconds(to.counts().nanos() - from.counts().nanos());
    }

    long delivered() {
        return change(Tally.Counts::delivered);
    }

    long accepted() {
        return change(Tally.Counts::accepted);
    }

    private long change(ToLongFunction<Tally.Counts> count) {
        return count.applyAsLong(to.counts()) - count.applyAsLong(from.counts());
    }

    /// Messages that were both accepted and delivered: a relay that leaves one of them for later gains nothing.
    long endToEnd() {
        return Math.min(accepted(), delivered());
    }

    double relayCpu() {
        return to.relayCpu() - from.relayCpu();
    }

    double ownCpu() {
        return to.ownCpu() - from.ownCpu();
    }

    /// Cores that neither the relay nor the generator had, but somebody.
    double othersCores() {
        double busy = to.cores().busy() - from.cores().busy();
        return Math.max(0, busy - relayCpu() - ownCpu()) / seconds();
    }

    /// What has to be known to judge the rows above it.
    ///
    /// @param messages that the window's CPU was spent on
    String surroundings(long messages) {
        GcPauses pauses = to.pauses().since(from.pauses());
        double all = relayCpu() + ownCpu();
        return String.format(
                Locale.ROOT,
                "    relay %.1f µs CPU/msg, generator %.1f µs CPU/msg (%.0f %% of both); others took %.2f cores, stolen %.2f;"
                        + " relay RSS %,d MiB; GC %d pauses, %.0f ms in all, longest %.1f ms",
                relayCpu() / messages * 1e6,
                ownCpu() / messages * 1e6,
                all == 0 ? 0 : 100 * ownCpu() / all,
                othersCores(),
                (to.cores().stolen() - from.cores().stolen()) / seconds(),
                to.relayBytes() >> 20,
                pauses.count(),
                pauses.total(),
                pauses.longest());
    }
}
