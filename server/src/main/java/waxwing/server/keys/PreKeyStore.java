package waxwing.server.keys;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.DeviceId;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.SignedEcPreKey;

/// Public prekeys at rest, by the device that owns them. Each method joins the transaction that runs on its
/// thread, or is one of its own.
interface PreKeyStore {
    /// The account or decoy, and its device.
    record Owner(UUID id, DeviceId device) {}

    void putSignedEc(Owner owner, SignedEcPreKey key);

    void putLastResortKyber(Owner owner, KyberPreKey key);

    /// A key with an id that is there already replaces it.
    void addOneTimeEc(Owner owner, List<EcPreKey> keys);

    void addOneTimeKyber(Owner owner, List<KyberPreKey> keys);

    Optional<SignedEcPreKey> signedEc(Owner owner);

    Optional<KyberPreKey> lastResortKyber(Owner owner);

    /// Removes and returns the one with the lowest id.
    Optional<EcPreKey> takeOneTimeEc(Owner owner);

    Optional<KyberPreKey> takeOneTimeKyber(Owner owner);

    KeyCounts count(Owner owner);

    /// Gives another owner a copy of every key of all the owner's devices.
    void copyAll(UUID owner, UUID other);

    /// Removes every key of all the owner's devices.
    void removeAll(UUID owner);
}
