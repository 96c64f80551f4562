package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How long the relay takes from the start of its process until it serves: with nothing, and with many messages
/// that wait in its mailboxes.
record StartMode() implements Mode {
    private static final int STARTS = 3;
    private static final int RECIPIENTS = 1_000;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        double[] empty = new double[STARTS];
        for (int n = 0; n < STARTS; n++) {
            empty[n] = emptyStart(stand.home());
        }
        report.row(Row.of("start to ready, empty data folder", "s", empty).aimingAt("<= 1.5"));

        Fleet fleet = stand.fleet();
        List<Device> senders = stand.devices(0, StoreMode.SENDERS);
        List<Device> recipients = stand.devices(StoreMode.FIRST_RECIPIENT, StoreMode.FIRST_RECIPIENT + RECIPIENTS);
        StoreMode.deposit(fleet, senders, recipients, effort.queued() / RECIPIENTS);
        double[] full = new double[STARTS];
        for (int n = 0; n < STARTS; n++) {
            stand.restart();
            full[n] = Pause.seconds(stand.relay().timeToReady().toNanos());
        }
        String name = String.format(Locale.ROOT, "start to ready, %,d messages queued", effort.queued());
        report.row(Row.of(name, "s", full).aimingAt("<= 5"));
        Reading before = Reading.of(stand);
        fleet.come(recipients);
        Window drained = new Window(before, Reading.of(stand));
        report.row(Row.of("  and all of them drained", "msg/s", drained.delivered() / drained.seconds()));
        Audit.settled(fleet, recipients);
    }

    private static double emptyStart(Path home) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("waxwing-bench-start-");
        try (var relay = new RelayUnderTest(home, folder.resolve("relay"))) {
            return Pause.seconds(relay.timeToReady().toNanos());
        } finally {
            Stand.remove(folder);
        }
    }
}
