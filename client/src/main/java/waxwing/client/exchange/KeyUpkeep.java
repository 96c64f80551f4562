package waxwing.client.exchange;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.business.OwnCertificate;
import waxwing.client.relay.RelayConnection;
import waxwing.client.relay.RelayFailureException;
import waxwing.relay.v1.CountKeysRequest;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KeysGrpc;
import waxwing.relay.v1.KeysGrpc.KeysBlockingStub;
import waxwing.relay.v1.PutKeysRequest;
import waxwing.relay.v1.PutKeysResponse;
import waxwing.store.StorageFailure;

/// Sees to it that the relay doesn't run out of this device's prekeys, that those that last are changed in
/// time, and that a business knows what the relay certifies of it.
final class KeyUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUpkeep.class);

    private final Own own;
    private final OwnCertificate certificate;
    private final GroupCommit commits;
    private final RelayConnection relay;
    private final AtomicBoolean running = new AtomicBoolean();

    KeyUpkeep(Own own, OwnCertificate certificate, GroupCommit commits, RelayConnection relay) {
        this.own = own;
        this.certificate = certificate;
        this.commits = commits;
        this.relay = relay;
    }

    /// Looks after the keys in the background. What fails is done at the next occasion.
    void look() {
        if (running.compareAndSet(false, true)) {
            Thread.ofVirtual().name("waxwing-prekeys").start(() -> {
                try {
                    refill();
                } catch (RelayFailureException | StorageFailure _) {
                    // Told by whoever owns the connection or the storage.
                } finally {
                    running.set(false);
                }
            });
        }
    }

    /// Asks for a business's certificate in the background, because it may say something else now.
    void askCertificate() {
        if (!own.isBusiness()) {
            return;
        }
        Thread.ofVirtual().name("waxwing-certificate").start(() -> {
            try {
                certificate.ask();
            } catch (RelayFailureException | StorageFailure _) {
                // Told by whoever owns the connection or the storage; asked again at the next greeting.
            }
        });
    }

    private void refill() {
        KeyCounts counts = relay.call(
                        KeysGrpc::newBlockingStub,
                        (KeysBlockingStub stub) -> stub.countKeys(CountKeysRequest.getDefaultInstance()))
                .getCounts();
        Optional<PutKeysRequest> due =
                commits.call(() -> own.profile().preKeys().due(counts));
        if (due.isEmpty()) {
            return;
        }
        PutKeysResponse response =
                relay.call(KeysGrpc::newBlockingStub, (KeysBlockingStub stub) -> stub.putKeys(due.get()));
        switch (response.getOutcomeCase()) {
            case STORED ->
                commits.call(() -> {
                    own.profile().preKeys().published(due.get());
                    return response;
                });
            case TOO_MANY_KEYS -> LOG.info("the relay has enough prekeys");
            case BAD_SIGNATURE, OUTCOME_NOT_SET -> LOG.error("the relay refused prekeys");
        }
    }
}
