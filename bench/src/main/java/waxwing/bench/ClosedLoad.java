package waxwing.bench;

import java.util.List;

/// Closed loop: each sender has a fixed number of messages on their way, and sends the next when one is accepted.
final class ClosedLoad implements Fleet.Load {
    private final Fleet fleet;
    private final List<Device> senders;
    private final int inFlight;
    private boolean going;

    ClosedLoad(Fleet fleet, List<Device> senders, int inFlight) {
        this.fleet = fleet;
        this.senders = senders;
        this.inFlight = inFlight;
    }

    void begin() {
        fleet.load(this);
        fleet.onLoop(() -> {
            going = true;
            for (Device sender : senders) {
                for (int n = 0; n < inFlight; n++) {
                    sender.submit(System.nanoTime());
                }
                sender.flush();
            }
            return true;
        });
    }

    @Override
    public void accepted(Device sender) {
        if (going) {
            sender.submit(System.nanoTime());
        }
    }

    /// Sends no more.
    void end() {
        fleet.onLoop(() -> going = false);
    }
}
