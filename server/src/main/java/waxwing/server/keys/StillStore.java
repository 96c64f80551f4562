package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;

/// Still pictures at rest. Each method joins the transaction that runs on its thread, or is one of its own.
interface StillStore {
    /// What a blocked business goes on being shown of whoever blocks it.
    ///
    /// @param id owns the picture's keys in the [PreKeyStore]
    /// @param blockedAtMillis of the block that it was made for
    record Still(UUID id, long blockedAtMillis, ByteString identityKey, List<StillDevice> devices) {
        public Still {
            devices = List.copyOf(devices);
        }
    }

    record StillDevice(DeviceId id, int registrationId) {}

    Optional<Still> find(AccountId person, AccountId business);

    /// Keeps others that take the picture of the same block waiting until the transaction's end.
    ///
    /// @return whether there still is that block
    boolean lock(AccountId person, AccountId business, long blockedAtMillis);

    /// Puts it in the place of an earlier block's, which has been removed.
    void put(AccountId person, AccountId business, Still still);

    /// Removes the picture of the block of that time, with its keys.
    void remove(AccountId person, AccountId business, long blockedAtMillis);

    /// Removes every picture of the account's, and of others that was taken for it, with their keys.
    void removeAll(AccountId account);

    /// Removes those whose block is no more or another, with their keys.
    void removeStale();
}
