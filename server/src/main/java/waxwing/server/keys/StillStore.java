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

    /// Puts it in the place of an earlier block's.
    void put(AccountId person, AccountId business, Still still);
}
