package waxwing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How many messages a second are made durable for devices that are not there, closed loop.
record StoreMode() implements Mode {
    private static final int SENDERS = 100;
    private static final int IN_FLIGHT = 10;
    /// Of the devices, those that are never connected while this goes on. A mailbox holds 10,000 messages.
    private static final int FIRST_RECIPIENT = 1_000;

    private static final int RECIPIENTS = 1_000;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> senders = stand.devices(0, SENDERS);
        List<Device> recipients = stand.devices(FIRST_RECIPIENT, FIRST_RECIPIENT + RECIPIENTS);
        Pairs.deal(fleet, senders, recipients);
        fleet.come(senders);
        ClosedLoad load = new ClosedLoad(fleet, senders, IN_FLIGHT);
        load.begin();
        Warmth.reach(stand, Window::accepted);
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
        fleet.settle(false);
        fleet.leave(senders);
        fleet.come(recipients);
        fleet.settle(true);
        fleet.leave(recipients);
        Audit.empty(fleet, recipients);

        String name = "deposits, durable, " + SENDERS + " connections x " + IN_FLIGHT + " in flight";
        report.row(Row.of(
                        name,
                        "msg/s",
                        windows.stream()
                                .mapToDouble(window -> window.accepted() / window.seconds())
                                .toArray())
                .aimingAt(">= 60,000"));
        report.row(LatencyMode.row(times, "  to accepted, p50", seen -> LatencyMode.at(seen.toAccepted(), 50)));
        report.row(LatencyMode.row(times, "  to accepted, p99", seen -> LatencyMode.at(seen.toAccepted(), 99))
                .aimingAt("<= 30"));
        report.row(Row.of(
                "  the same, a second of relay CPU",
                "msg",
                windows.stream()
                        .mapToDouble(window -> window.accepted() / window.relayCpu())
                        .toArray()));
        Window all = new Window(windows.getFirst().from(), windows.getLast().to());
        report.surroundings(name, all, all.accepted());
    }
}
