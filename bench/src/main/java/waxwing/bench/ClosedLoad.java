package waxwing.bench;

import java.util.List;

/// Closed loop: each sender has a fixed number of messages on their way, and sends the next when one is accepted.
final class ClosedLoad implements Fleet.Load {
    private final Fleet fleet;
    private final List<Device> senders;
    private final int inFlight;
    private long left;

    /// Goes on until it is ended.
    ClosedLoad(Fleet fleet, List<Device> senders, int inFlight) {
        this(fleet, senders, inFlight, Integer.MAX_VALUE);
    }

    /// @param each messages that each sender sends on average
    ClosedLoad(Fleet fleet, List<Device> senders, int inFlight, int each) {
        this.fleet = fleet;
        this.senders = senders;
        this.inFlight = inFlight;
        this.left = (long) each * senders.size();
    }

    void begin() {
        fleet.load(this);
        fleet.onLoop(() -> {
            for (Device sender : senders) {
                for (int n = 0; n < inFlight; n++) {
                    accepted(sender);
                }
                sender.flush();
            }
            return true;
        });
    }

    @Override
    public void accepted(Device sender) {
        if (left > 0) {
            left--;
            sender.submit(System.nanoTime());
        }
    }

    /// Waits until all have sent what they had to.
    void awaitAllSent() {
        while (fleet.onLoop(() -> left) > 0) {
            fleet.check();
            Pause.millis(5);
        }
    }

    /// Sends no more.
    void end() {
        fleet.onLoop(() -> {
            left = 0;
            return true;
        });
    }
}
