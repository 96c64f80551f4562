package waxwing.bench;

import java.util.List;

/// Who writes to whom.
final class Pairs {
    private Pairs() {}

    /// Each to its neighbour, and the neighbour back.
    static void route(Fleet fleet, List<Device> devices) {
        for (int one = 0; one < devices.size(); one++) {
            fleet.route(devices.get(one), List.of(devices.get(one ^ 1)));
        }
    }

    /// The senders share the recipients: the first has the first of them, and so on.
    static void deal(Fleet fleet, List<Device> senders, List<Device> recipients) {
        int each = recipients.size() / senders.size();
        for (int one = 0; one < senders.size(); one++) {
            fleet.route(senders.get(one), recipients.subList(one * each, (one + 1) * each));
        }
    }
}
