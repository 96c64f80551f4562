package waxwing.server.account;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.AccountType;

/// An account as the store has it.
///
/// @param identityKey the public identity key, as libsignal serialises it
/// @param revision grows with each change
/// @param lastSeenDay days since 1970-01-01 (UTC)
/// @param devices empty once the account has ended
public record StoredAccount(
        AccountId id,
        AccountType type,
        ByteString identityKey,
        long certificateId,
        long revision,
        long lastSeenDay,
        List<StoredDevice> devices) {
    public StoredAccount {
        devices = List.copyOf(devices);
    }

    StoredAccount with(List<StoredDevice> others) {
        return new StoredAccount(id, type, identityKey, certificateId, revision, lastSeenDay, others);
    }

    Optional<AccountView> view() {
        return devices.isEmpty()
                ? Optional.empty()
                : Optional.of(new AccountView(
                        id, type, devices.stream().map(StoredDevice::device).toList(), certificateId));
    }
}
