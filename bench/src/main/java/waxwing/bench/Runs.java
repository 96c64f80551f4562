package waxwing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/// The measured runs of one load, one after the other while it goes on: what was done in each, and how long it took.
record Runs(List<Run> all) {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int LEAST_WARM_UPS = 4;
    private static final int MOST_WARM_UPS = 10;
    private static final double STILL_FASTER = 1.05;

    record Run(Window window, Tally.Times times) {}

    /// Measures what goes on, so long and so often.
    static Runs of(Stand stand, Duration length, int count) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            runs.add(one(stand, length));
        }
        return new Runs(runs);
    }

    private static Run one(Stand stand, Duration length) throws IOException {
        Fleet fleet = stand.fleet();
        fleet.resetTimes();
        Reading before = Reading.of(stand);
        Pause.of(length);
        fleet.check();
        return new Run(new Window(before, Reading.of(stand)), fleet.onLoop(fleet.tally()::times));
    }

    /// Lets a load run until it gets no cheaper, and then measures it: both virtual machines compile as they go. A
    /// second of the relay's CPU is what tells, for a second of time also depends on who else uses the machine.
    ///
    /// @param messages what a window counts
    static Runs warm(Stand stand, Effort effort, ToLongFunction<Window> messages) throws IOException {
        double best = 0;
        for (int step = 0; step < MOST_WARM_UPS; step++) {
            Window window = one(stand, WARM_UP).window();
            double rate = messages.applyAsLong(window) / window.relayCpu();
            if (step >= LEAST_WARM_UPS - 1 && rate < best * STILL_FASTER) {
                break;
            }
            best = Math.max(best, rate);
        }
        return of(stand, effort.run(), effort.runs());
    }

    /// From the first reading to the last.
    Window whole() {
        return new Window(all.getFirst().window().from(), all.getLast().window().to());
    }

    Row perSecond(String name, ToLongFunction<Window> messages) {
        return row(
                name,
                "msg/s",
                run -> messages.applyAsLong(run.window()) / run.window().seconds());
    }

    Row perRelayCpuSecond(ToLongFunction<Window> messages) {
        return row(
                "  the same, a second of relay CPU",
                "msg",
                run -> messages.applyAsLong(run.window()) / run.window().relayCpu());
    }

    /// How long it took at this percentile.
    Row time(String name, double percentile, Which which) {
        return row(name, "ms", run -> which.of(run.times()).getValueAtPercentile(percentile) / 1e6);
    }

    private Row row(String name, String unit, ToDoubleFunction<Run> value) {
        return Row.of(name, unit, all.stream().mapToDouble(value).toArray());
    }

    /// Which of the times.
    interface Which {
        Histogram of(Tally.Times times);
    }
}
