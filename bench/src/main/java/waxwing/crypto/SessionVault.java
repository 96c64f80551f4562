package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;

/// A vault in memory, as much of one as sessions need: what is measured over it is the cryptography.
public final class SessionVault implements KeyVault {
    private final OwnIdentity own;
    private final Map<AccountId, PeerIdentity> peers = new HashMap<>();
    private final Map<DeviceAddress, SecretBytes> sessions = new HashMap<>();
    private final Map<Integer, PreKey> preKeys;
    private int nextId = 1;

    /// A vault with a fresh identity, and nothing else.
    public SessionVault(RandomGenerator random) {
        this(OwnIdentity.generate(random), new HashMap<>());
    }

    private SessionVault(OwnIdentity own, Map<Integer, PreKey> preKeys) {
        this.own = own;
        this.preKeys = preKeys;
    }

    /// Another end's vault, with the same identity and the same prekeys, and no sessions.
    public SessionVault twin() {
        return new SessionVault(own, new HashMap<>(preKeys));
    }

    @Override
    public OwnIdentity ownIdentity() {
        return own;
    }

    @Override
    public Optional<PeerIdentity> peer(AccountId account) {
        return Optional.ofNullable(peers.get(account));
    }

    @Override
    public void putPeer(AccountId account, PeerIdentity identity) {
        peers.put(account, identity);
    }

    @Override
    public Optional<SecretBytes> session(DeviceAddress with) {
        return Optional.ofNullable(sessions.get(with));
    }

    @Override
    public void putSession(DeviceAddress with, SecretBytes record) {
        sessions.put(with, record);
    }

    @Override
    public void removeSession(DeviceAddress with) {
        sessions.remove(with);
    }

    @Override
    public List<DeviceId> devicesWithSession(AccountId account) {
        return sessions.keySet().stream()
                .filter(address -> address.account().equals(account))
                .map(DeviceAddress::device)
                .toList();
    }

    @Override
    public int reservePreKeyIds(int count) {
        int first = nextId;
        nextId += count;
        return first;
    }

    @Override
    public void addPreKeys(List<PreKey> keys) {
        keys.forEach(key -> preKeys.put(key.id(), key));
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public List<PreKey> preKeys(PreKey.Kind kind) {
        return preKeys.values().stream().filter(key -> key.kind() == kind).toList();
    }

    @Override
    public void markPublished(List<Integer> ids) {
        // Nothing is published here.
    }

    @Override
    public void removePreKey(int id) {
        preKeys.remove(id);
    }

    @Override
    public boolean lastResortUseNoted(int kyberId, int signedEcId, ByteString baseKey) {
        return false;
    }

    @Override
    public boolean noteLastResortUse(int kyberId, int signedEcId, ByteString baseKey) {
        return true;
    }
}
