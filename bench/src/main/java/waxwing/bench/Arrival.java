package waxwing.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Many devices that come or go, some at a time.
final class Arrival implements Device.Coming {
    /// A relay takes connections up one by one: those that come all at once wait, and time out.
    private static final int AT_A_TIME = 64;

    private final List<Device> devices;
    private final Step step;
    private final CompletableFuture<Void> all = new CompletableFuture<>();
    private int next;
    private int left;

    /// A way to begin something with a device that tells when it is done.
    interface Step {
        void begin(Device device, Device.Coming done);
    }

    Arrival(List<Device> devices, Step step) {
        this.devices = devices;
        this.step = step;
        this.left = devices.size();
    }

    /// Begins with the first ones; on the event loop.
    void begin() {
        if (devices.isEmpty()) {
            all.complete(null);
        }
        for (int n = 0; n < AT_A_TIME; n++) {
            another();
        }
    }

    private void another() {
        if (next < devices.size()) {
            step.begin(devices.get(next++), this);
        }
    }

    /// Completes when all of them are done.
    CompletableFuture<Void> all() {
        return all;
    }

    @Override
    public void done(Device device) {
        if (--left == 0) {
            all.complete(null);
        }
        another();
    }
}
