package waxwing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What a connection costs that does nothing: memory of the relay's process for each device that is connected over
/// TLS with its stream open.
record IdleMode() implements Mode {
    private static final Duration SETTLE = Duration.ofSeconds(2);
    /// Files that each of the two processes has open besides.
    private static final int OTHER_FILES = 500;

    private static final int FIRST_ONES = 100;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        long room = Machine.openFilesLimit() - OTHER_FILES;
        int count = (int) Math.min(effort.idle(), room);
        if (count < effort.idle()) {
            report.note("only " + count + " idle connections, not " + effort.idle()
                    + ": a process may have no more files open (raise the hard limit of ulimit -n to "
                    + (effort.idle() + OTHER_FILES) + ")");
        }
        List<Device> devices = stand.devices(0, count);
        // A heap that other loads have blown up would hide what connections take.
        stand.restart();
        Fleet fleet = stand.fleet();
        List<Device> first = devices.subList(0, Math.min(FIRST_ONES, count));
        fleet.come(first);
        fleet.leave(first);
        collect(stand);
        Reading before = Reading.of(stand);
        fleet.come(devices);
        Reading connected = Reading.of(stand);
        Pause.of(SETTLE);
        Reading settled = Reading.of(stand);
        collect(stand);
        Reading collected = Reading.of(stand);
        fleet.leave(devices);

        Window coming = new Window(before, connected);
        String name = "idle, " + count + " connections";
        report.row(Row.of(name + ": relay RSS a connection", "KiB", growth(before, settled, count))
                .aimingAt("<= 16"));
        report.row(Row.of("  after the relay has collected its garbage", "KiB", growth(before, collected, count)));
        report.row(Row.of("  connects (TLS, stream open, queue empty)", "1/s", count / coming.seconds()));
        report.row(Row.of("  relay CPU a connect", "µs", coming.relayCpu() / count * 1e6));
        report.row(Row.of("  generator CPU a connect", "µs", coming.ownCpu() / count * 1e6));
    }

    /// Twice: the first gives the second time to hand memory back.
    private static void collect(Stand stand) throws IOException, InterruptedException {
        for (int n = 0; n < 2; n++) {
            stand.relay().collectGarbage();
            Pause.of(SETTLE);
        }
    }

    private static double growth(Reading before, Reading after, int connections) {
        return (after.relayBytes() - before.relayBytes()) / 1024.0 / connections;
    }
}
