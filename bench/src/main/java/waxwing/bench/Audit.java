package waxwing.bench;

import java.util.List;

/// What is looked at after a load, beyond the books of each [Lane].
final class Audit {
    private Audit() {}

    /// All that was sent is accepted, delivered once, in order, and acknowledged; the connected devices leave, come
    /// back, and find nothing.
    static void settled(Fleet fleet, List<Device> devices) {
        fleet.settle(Fleet.Settled.DELIVERED);
        fleet.leave(devices);
        empty(fleet, devices);
    }

    /// All that was delivered was acknowledged, and the relay has kept none of it: whoever connects again gets an
    /// empty queue, and nothing a second time.
    static void empty(Fleet fleet, List<Device> devices) {
        Tally.Counts before = fleet.onLoop(fleet.tally()::counts);
        if (before.acknowledged() != before.delivered()) {
            throw new AuditException("delivered " + before.delivered() + ", but acknowledged " + before.acknowledged());
        }
        fleet.come(devices);
        Tally.Counts after = fleet.onLoop(fleet.tally()::counts);
        if (after.delivered() != before.delivered()) {
            throw new AuditException(
                    (after.delivered() - before.delivered()) + " messages were left in mailboxes that had to be empty");
        }
        fleet.leave(devices);
        fleet.check();
    }
}
