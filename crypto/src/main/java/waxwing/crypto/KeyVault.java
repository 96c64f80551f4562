package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;

/// Where an end keeps its keys and ratchets.
///
/// Every call happens within the caller's transaction, on the caller's thread: what [Sessions] and [PreKeys]
/// write becomes durable together with what the caller writes, or not at all. Calls about one account must not
/// run concurrently (an end has one SQL thread). A fault of the store is thrown unchecked and passes through
/// unchanged.
public interface KeyVault {
    OwnIdentity ownIdentity();

    Optional<PeerIdentity> peer(AccountId account);

    void putPeer(AccountId account, PeerIdentity identity);

    Optional<SecretBytes> session(DeviceAddress with);

    void putSession(DeviceAddress with, SecretBytes record);

    void removeSession(DeviceAddress with);

    /// The devices of an account with which there is a session record, in order.
    List<DeviceId> devicesWithSession(AccountId account);

    /// Reserves `count` consecutive prekey ids, none of which was given out before, and returns the first.
    int reservePreKeyIds(int count);

    void addPreKeys(List<PreKey> keys);

    Optional<PreKey> preKey(int id);

    /// All keys of a kind, oldest first.
    List<PreKey> preKeys(PreKey.Kind kind);

    void markPublished(List<Integer> ids);

    void removePreKey(int id);

    /// Whether a last-resort Kyber key has served a session with this signed key and base key before.
    boolean lastResortUseNoted(int kyberId, int signedEcId, ByteString baseKey);

    /// Notes that a last-resort key served a session, once for each (Kyber key, signed key, base key): whoever
    /// replays the message that opened the session is found out.
    ///
    /// @return false, and nothing was changed, if exactly this use was noted before
    boolean noteLastResortUse(int kyberId, int signedEcId, ByteString baseKey);
}
