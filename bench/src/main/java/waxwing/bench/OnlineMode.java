package waxwing.bench;

import java.io.IOException;
import java.util.List;

/// How many messages a second go through, closed loop: pairs of connected devices, each writing to the other.
///
/// @param connections all of them, an even number
/// @param inFlight messages of each that are sent and not accepted yet
record OnlineMode(int connections, int inFlight, Goals goals) implements Mode {
    /// What is aimed at, in words.
    record Goals(String perSecond, String perCpuSecond) {}

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> devices = stand.devices(0, connections);
        Pairs.route(fleet, devices);
        fleet.come(devices);
        ClosedLoad load = new ClosedLoad(fleet, devices, inFlight);
        load.begin();
        Runs runs = Runs.warm(stand, effort, Window::endToEnd);
        load.end();
        Audit.settled(fleet, devices);

        String name = "online, " + connections + " connections x " + inFlight + " in flight";
        report.row(runs.perSecond(name, Window::endToEnd).aimingAt(goals.perSecond()));
        report.row(runs.perRelayCpuSecond(Window::endToEnd).aimingAt(goals.perCpuSecond()));
        report.row(runs.time("  to delivered, p50", 50, Tally.Times::toDelivered));
        report.row(runs.time("  to delivered, p99", 99, Tally.Times::toDelivered));
        report.surroundings(name, runs.whole(), runs.whole().endToEnd());
    }
}
