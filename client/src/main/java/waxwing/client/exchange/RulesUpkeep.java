package waxwing.client.exchange;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.people.Controls;
import waxwing.client.people.SqlOwnRules;
import waxwing.client.relay.RelayFailureException;
import waxwing.client.relay.RelayFailureException.Reason;
import waxwing.store.StorageFailure;

/// Keeps up with what the person set on another device, of which this end follows some itself.
final class RulesUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(RulesUpkeep.class);

    private final Own own;
    private final SqlOwnRules rules;
    private final Controls controls;
    private final AtomicBoolean running = new AtomicBoolean();

    RulesUpkeep(Own own, SqlOwnRules rules, Controls controls) {
        this.own = own;
        this.rules = rules;
        this.controls = controls;
    }

    /// Asks the relay and waits for the answer, if it has never told this end anything: what waits for a new device
    /// is for it to take in as the person wants it. If the relay refuses the call, which no waiting mends, this end
    /// goes on by the most careful rules, so that its person gets their messages, and asks again when it has caught
    /// up.
    ///
    /// @see SqlOwnRules#now
    /// @throws RelayFailureException if there is no answer
    void beforeTheFirst() {
        try {
            if (!own.isBusiness() && !rules.areTold()) {
                var _ = controls.show();
            }
        } catch (StorageFailure _) {
            // Told by whoever owns the storage.
        } catch (RelayFailureException e) {
            if (e.reason() != Reason.REFUSED) {
                throw e;
            }
            LOG.warn(
                    "the relay refuses to tell the person's settings: strangers wait, no business learns what is read");
        }
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
