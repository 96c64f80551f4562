package waxwing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// How long a message takes, open loop: connected devices in pairs, at a fixed rate that the relay bears.
///
/// @param perSecond messages of all devices together
record LatencyMode(int perSecond) implements Mode {
    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> devices = stand.devices(0, effort.connections());
        Pairs.route(fleet, devices);
        fleet.come(devices);
        OpenLoad load = new OpenLoad(fleet, devices, perSecond);
        load.begin();
        OnlineMode.windows(stand, effort.run(), 1);
        List<Tally.Times> times = new ArrayList<>();
        List<Window> windows = new ArrayList<>();
        for (int run = 0; run < effort.runs(); run++) {
            fleet.onLoop(() -> {
                fleet.tally().resetTimes();
                return true;
            });
            windows.addAll(OnlineMode.windows(stand, effort.run(), 1));
            times.add(fleet.onLoop(fleet.tally()::times));
        }
        load.end();
        fleet.settle(true);
        fleet.leave(devices);
        Audit.empty(fleet, devices);

        String name = "open loop, " + perSecond + " msg/s, " + devices.size() + " connections";
        report.row(row(times, name + ", to delivered, p50", seen -> at(seen.toDelivered(), 50))
                .aimingAt("<= 0.4"));
        report.row(row(times, "  p99", seen -> at(seen.toDelivered(), 99)).aimingAt("<= 2"));
        report.row(row(times, "  p99.9", seen -> at(seen.toDelivered(), 99.9)));
        report.row(row(times, "  longest", seen -> at(seen.toDelivered(), 100)));
        report.row(row(times, name + ", to accepted, p50", seen -> at(seen.toAccepted(), 50)));
        report.row(row(times, "  p99", seen -> at(seen.toAccepted(), 99)));
        report.row(row(times, "  p99.9", seen -> at(seen.toAccepted(), 99.9)));
        report.row(row(times, "  longest", seen -> at(seen.toAccepted(), 100)));
        report.row(row(times, "  of which: left late, p50", seen -> at(seen.late(), 50)));
        report.row(row(times, "  of which: left late, p99", seen -> at(seen.late(), 99)));
        Window all = new Window(windows.getFirst().from(), windows.getLast().to());
        report.surroundings(name, all, all.endToEnd());
    }

    static Row row(List<Tally.Times> times, String name, ToDoubleFunction<Tally.Times> millis) {
        return Row.of(name, "ms", times.stream().mapToDouble(millis).toArray());
    }

    static double at(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
