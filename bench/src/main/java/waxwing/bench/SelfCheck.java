package waxwing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Whether the generator would notice: while messages are due at a fixed rate the relay stands still for a moment. A
/// generator that waits for the relay, or forgets to count the waiting (coordinated omission), shows a fine p99.
///
/// @param length of the run
record SelfCheck(Duration length) implements Mode {
    private static final int PER_SECOND = 1_000;
    private static final int CONNECTIONS = 100;
    private static final Duration FREEZE = Duration.ofMillis(200);
    /// A generator that skips what it can't send in time has fewer.
    private static final double MOST_OF_THEM = 0.95;
    /// Of the run's messages 2 % or more become due within the freeze; the later half of them waits for less.
    private static final double LEAST_P99_MILLIS = FREEZE.toMillis() / 4.0;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> devices = stand.devices(0, CONNECTIONS);
        Pairs.route(fleet, devices);
        fleet.come(devices);
        OpenLoad load = new OpenLoad(fleet, devices, PER_SECOND);
        load.begin();
        Pause.of(Duration.ofSeconds(1));
        fleet.resetTimes();
        Reading before = Reading.of(stand);
        Pause.of(length.dividedBy(2));
        stand.relay().freeze(FREEZE);
        Pause.of(length.dividedBy(2));
        var run = new Runs.Run(new Window(before, Reading.of(stand)), fleet.onLoop(fleet.tally()::times));
        load.end();
        Audit.settled(fleet, devices);

        Runs runs = new Runs(List.of(run));
        Row p99 = runs.time("self-check, relay frozen for 200 ms: delivered, p99", 99, Tally.Times::toDelivered)
                .aimingAt(">= " + Math.round(LEAST_P99_MILLIS));
        Row longest = runs.time("  longest", 100, Tally.Times::toDelivered).aimingAt(">= " + FREEZE.toMillis());
        report.row(p99);
        report.row(longest);
        if (p99.median() < LEAST_P99_MILLIS || longest.median() < FREEZE.toMillis()) {
            report.invalid("self-check", "the generator did not see that the relay stood still");
        }
        long due = (long) (PER_SECOND * runs.whole().seconds());
        if (run.times().toDelivered().getTotalCount() < due * MOST_OF_THEM) {
            report.invalid(
                    "self-check",
                    "of " + due + " messages that were due only "
                            + run.times().toDelivered().getTotalCount() + " were timed");
        }
    }
}
