package waxwing.server.account;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.server.mailbox.QueueId;
import waxwing.server.secrets.NumberIndex;

/// Accounts and devices at rest. Each method joins the transaction that runs on its thread, or is one of its own.
public interface AccountStore {
    Optional<StoredAccount> find(AccountId id);

    Optional<NumberHolder> holderOf(NumberIndex number);

    /// The sealed phone number, absent once it went to another account.
    Optional<ByteString> sealedNumberOf(AccountId id);

    /// Adds an account that has no device yet.
    void add(NewAccount account);

    /// Takes the devices away and notes their queues as to be wiped.
    List<QueueId> revokeDevices(AccountId id, Instant at);

    /// Adds a device with a queue that no device ever had.
    void addDevice(AccountId id, DeviceId device, NewDevice details, Instant at);

    /// Gives an account that goes on what it is registered with now.
    void registerAnew(AccountId id, Renewal renewal);

    /// Makes others that want to change the account wait until the caller's transaction ends.
    void lock(AccountId id);

    void replaceCertificate(AccountId id, long certificateId);

    /// Ends an account whose number somebody else has now; its id stays taken.
    void releaseNumber(AccountId id);

    void seen(AccountId id, long day);

    long count();

    /// Queues that were revoked and not yet wiped.
    List<QueueId> queuesToWipe();

    void wiped(QueueId queue);

    /// What a kept account is registered with.
    record Renewal(AccountType type, ByteString identityKey, long certificateId, Instant registeredAt) {}

    /// An account to be added.
    record NewAccount(
            AccountId id,
            AccountType type,
            NumberIndex numberIndex,
            ByteString sealedNumber,
            ByteString identityKey,
            long certificateId,
            Instant registeredAt) {}
}
