package waxwing.bench;

import java.io.IOException;
import java.util.List;

/// How long a message takes, open loop: connected devices in pairs, at a fixed rate that the relay bears.
///
/// @param perSecond messages of all devices together
record LatencyMode(int perSecond) implements Mode {
    private static final int WARM_UP_RUNS = 2;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> devices = stand.devices(0, effort.connections());
        Pairs.route(fleet, devices);
        fleet.come(devices);
        OpenLoad load = new OpenLoad(fleet, devices, perSecond);
        load.begin();
        Runs _ = Runs.of(stand, effort.run(), WARM_UP_RUNS);
        Runs runs = Runs.of(stand, effort.run(), effort.runs());
        load.end();
        Audit.settled(fleet, devices);

        String name = "open loop, " + perSecond + " msg/s, " + devices.size() + " connections";
        report.row(runs.time(name + ": delivered, p50", 50, Tally.Times::toDelivered)
                .aimingAt("<= 0.4"));
        report.row(runs.time("  p99", 99, Tally.Times::toDelivered).aimingAt("<= 2"));
        report.row(runs.time("  p99.9", 99.9, Tally.Times::toDelivered));
        report.row(runs.time("  longest", 100, Tally.Times::toDelivered));
        report.row(runs.time(name + ": accepted, p50", 50, Tally.Times::toAccepted));
        report.row(runs.time("  p99", 99, Tally.Times::toAccepted));
        report.row(runs.time("  p99.9", 99.9, Tally.Times::toAccepted));
        report.row(runs.time("  longest", 100, Tally.Times::toAccepted));
        report.row(runs.time("  of all these, the generator's own lateness, p50", 50, Tally.Times::late));
        report.row(runs.time("  p99", 99, Tally.Times::late));
        report.surroundings(name, runs.whole(), runs.whole().endToEnd());
    }
}
