package waxwing.server.account;

import java.util.Optional;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.server.mailbox.QueueId;

/// The registered accounts. Reading is exact and, but for the first time, from memory: a change is visible to
/// every reader before the call that made it is answered.
public interface Accounts {
    Optional<AccountView> find(AccountId id);

    /// Whether [#find] need not wait for the disk.
    boolean isAtHand(AccountId id);

    /// Whether the device that was let in is still registered: a stream may outlive its device's revocation.
    default boolean has(Caller caller) {
        return find(caller.account()).filter(account -> account.has(caller)).isPresent();
    }

    /// Calls the listener for each queue whose device was revoked, after the revocation is durable and before
    /// it is answered. The listener ends the device's stream and wipes the queue; it must be repeatable. A
    /// queue is noted as "to be wiped" from within the revoking transaction until every listener has returned,
    /// and is passed again at the next start if that did not happen.
    void onDeviceRevoked(Consumer<QueueId> listener);
}
