package waxwing.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// Open loop: messages are due at a fixed rate, sender after sender, whatever comes back. Each is timed from when it
/// was due, not from when it left: what a standing relay or a busy generator delays counts as waiting.
final class OpenLoad {
    private final Fleet fleet;
    private final List<Device> senders;
    private final double nanosBetween;
    private long beganAt;
    private long next;
    private boolean going;

    /// @param perSecond messages
    OpenLoad(Fleet fleet, List<Device> senders, int perSecond) {
        this.fleet = fleet;
        this.senders = senders;
        this.nanosBetween = (double) TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    void begin() {
        fleet.load(Fleet.Load.NONE);
        fleet.onLoop(() -> {
            beganAt = System.nanoTime();
            next = 0;
            going = true;
            sendDue();
            return true;
        });
    }

    private long dueAt(long message) {
        return beganAt + (long) (message * nanosBetween);
    }

    private void sendDue() {
        if (!going) {
            return;
        }
        long now = System.nanoTime();
        while (dueAt(next) <= now) {
            Device sender = senders.get((int) (next % senders.size()));
            if (!sender.isConnected()) {
                return;
            }
            sender.submit(dueAt(next));
            sender.flush();
            next++;
        }
        long wait = Math.max(0, dueAt(next) - System.nanoTime());
        boolean _ =
                fleet.loop().schedule(this::sendDue, wait, TimeUnit.NANOSECONDS).isCancelled();
    }

    /// Sends no more.
    void end() {
        fleet.onLoop(() -> going = false);
    }
}
