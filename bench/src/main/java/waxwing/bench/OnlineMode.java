package waxwing.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
        Warmth.reach(stand, Window::endToEnd);
        List<Window> windows = windows(stand, effort.run(), effort.runs());
        load.end();
        fleet.settle(true);
        fleet.leave(devices);
        Audit.empty(fleet, devices);

        String name = "online, " + connections + " connections x " + inFlight + " in flight";
        report.row(Row.of(
                        name,
                        "msg/s",
                        windows.stream()
                                .mapToDouble(window -> window.endToEnd() / window.seconds())
                                .toArray())
                .aimingAt(goals.perSecond()));
        report.row(Row.of(
                        "  the same, a second of relay CPU",
                        "msg",
                        windows.stream()
                                .mapToDouble(window -> window.endToEnd() / window.relayCpu())
                                .toArray())
                .aimingAt(goals.perCpuSecond()));
        Window all = new Window(windows.getFirst().from(), windows.getLast().to());
        report.surroundings(name, all, all.endToEnd());
    }

    /// Measures what goes on, so long and so often.
    static List<Window> windows(Stand stand, Duration length, int count) throws IOException {
        List<Window> windows = new ArrayList<>();
        Reading before = Reading.of(stand);
        for (int n = 0; n < count; n++) {
            Pause.of(length);
            stand.fleet().check();
            Reading after = Reading.of(stand);
            windows.add(new Window(before, after));
            before = after;
        }
        return windows;
    }
}
