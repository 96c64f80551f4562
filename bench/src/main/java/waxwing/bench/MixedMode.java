package waxwing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Everyday life, open loop at a fixed rate: of ten messages, nine are for a device that is connected and one is for
/// one that is not.
///
/// @param perSecond messages of all devices together
record MixedMode(int perSecond) implements Mode {
    private static final int ONLINE_OF_TEN = 9;
    private static final int ABSENT = 100;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> devices = stand.devices(0, effort.connections());
        List<Device> absent = stand.devices(StoreMode.FIRST_RECIPIENT, StoreMode.FIRST_RECIPIENT + ABSENT);
        for (int one = 0; one < devices.size(); one++) {
            List<Device> to = new ArrayList<>(Collections.nCopies(ONLINE_OF_TEN, devices.get(one ^ 1)));
            to.add(absent.get(one % ABSENT));
            fleet.route(devices.get(one), to);
        }
        fleet.come(devices);
        OpenLoad load = new OpenLoad(fleet, devices, perSecond);
        load.begin();
        Runs _ = Runs.of(stand, effort.run(), 1);
        Runs runs = Runs.of(stand, effort.run(), effort.runs());
        load.end();
        fleet.settle(Fleet.Settled.ACCEPTED);
        fleet.come(absent);
        List<Device> all = new ArrayList<>(devices);
        all.addAll(absent);
        Audit.settled(fleet, all);

        String name = "mixed, 1 of 10 offline, " + perSecond + " msg/s, " + devices.size() + " connections";
        report.row(runs.time(name + ": delivered, p50", 50, Tally.Times::toDelivered));
        report.row(runs.time("  p99", 99, Tally.Times::toDelivered));
        report.row(runs.time("  accepted, p50", 50, Tally.Times::toAccepted));
        report.row(runs.time("  p99", 99, Tally.Times::toAccepted));
        report.surroundings(name, runs.whole(), runs.whole().accepted());
    }
}
