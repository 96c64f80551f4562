package waxwing.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How fast many devices empty their mailboxes after they were away, TLS and all.
record DrainMode() implements Mode {
    private static final int QUEUED = 20;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        Fleet fleet = stand.fleet();
        List<Device> senders = stand.devices(0, StoreMode.SENDERS);
        List<Device> recipients =
                stand.devices(StoreMode.FIRST_RECIPIENT, StoreMode.FIRST_RECIPIENT + effort.connections());
        List<Window> windows = new ArrayList<>();
        // The first is to get warm.
        for (int run = 0; run <= effort.runs(); run++) {
            StoreMode.deposit(fleet, senders, recipients, QUEUED);
            Reading before = Reading.of(stand);
            fleet.come(recipients);
            windows.add(new Window(before, Reading.of(stand)));
            fleet.settle(Fleet.Settled.DELIVERED);
            fleet.leave(recipients);
        }
        Audit.empty(fleet, recipients);
        List<Window> measured = windows.subList(1, windows.size());

        String name = "drain, " + recipients.size() + " devices x " + QUEUED + " queued, connects included";
        report.row(Row.of(
                        name,
                        "msg/s",
                        measured.stream()
                                .mapToDouble(window -> window.delivered() / window.seconds())
                                .toArray())
                .aimingAt(">= 25,000"));
        report.row(Row.of(
                "  the same, devices",
                "1/s",
                measured.stream()
                        .mapToDouble(window -> recipients.size() / window.seconds())
                        .toArray()));
        Window longest = measured.getLast();
        report.surroundings(name, longest, longest.delivered());
    }
}
