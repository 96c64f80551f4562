package waxwing.client.exchange;

import java.util.concurrent.atomic.AtomicBoolean;
import waxwing.client.people.Controls;
import waxwing.client.relay.RelayFailureException;
import waxwing.store.StorageFailure;

/// Keeps up with what the person set on another device, of which this end follows some itself.
final class RulesUpkeep {
    private final Own own;
    private final Controls controls;
    private final AtomicBoolean running = new AtomicBoolean();

    RulesUpkeep(Own own, Controls controls) {
        this.own = own;
        this.controls = controls;
    }

    /// Asks the relay in the background. What fails is done at the next occasion.
    void look() {
        if (!own.isBusiness() && running.compareAndSet(false, true)) {
            Thread.ofVirtual().name("waxwing-rules").start(() -> {
                try {
                    var _ = controls.show();
                } catch (RelayFailureException | StorageFailure _) {
                    // Told by whoever owns the connection or the storage.
                } finally {
                    running.set(false);
                }
            });
        }
    }
}
