package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;

/// A vault for tests, with transactions that can be rolled back.
public final class InMemoryKeyVault implements KeyVault {
    private final OwnIdentity own;
    private Map<AccountId, PeerIdentity> peers = new HashMap<>();
    private Map<DeviceAddress, SecretBytes> sessions = new HashMap<>();
    private Map<Integer, PreKey> preKeys = new TreeMap<>();
    private Set<LastResortUse> uses = new HashSet<>();
    private int nextId = 1;

    public InMemoryKeyVault(RandomGenerator random) {
        own = OwnIdentity.generate(random);
    }

    /// Runs the work; when it throws, nothing of it stays.
    public <T> T inTransaction(Supplier<T> work) {
        var before = List.of(new HashMap<>(peers), new HashMap<>(sessions), new TreeMap<>(preKeys));
        Set<LastResortUse> usesBefore = new HashSet<>(uses);
        int nextIdBefore = nextId;
        try {
            return work.get();
        } catch (RuntimeException e) {
            restore(before, usesBefore, nextIdBefore);
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // The three maps of the copy above, in its order.
    private void restore(List<? extends Map<?, ?>> maps, Set<LastResortUse> usesBefore, int nextIdBefore) {
        peers = (Map<AccountId, PeerIdentity>) maps.get(0);
        sessions = (Map<DeviceAddress, SecretBytes>) maps.get(1);
        preKeys = (Map<Integer, PreKey>) maps.get(2);
        uses = usesBefore;
        nextId = nextIdBefore;
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
                .sorted()
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
        for (PreKey key : keys) {
            if (preKeys.putIfAbsent(key.id(), key) != null) {
                throw new IllegalStateException("prekey id " + key.id() + " is taken");
            }
        }
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return Optional.ofNullable(preKeys.get(id));
    }

    @Override
    public List<PreKey> preKeys(PreKey.Kind kind) {
        return preKeys.values().stream()
                .filter(key -> key.kind() == kind)
                .sorted(Comparator.<PreKey, Instant>comparing(PreKey::createdAt).thenComparingInt(PreKey::id))
                .toList();
    }

    @Override
    public void markPublished(List<Integer> ids) {
        for (int id : ids) {
            preKeys.computeIfPresent(id, (_, key) -> new PreKey(id, key.kind(), key.record(), key.createdAt(), true));
        }
    }

    @Override
    public void removePreKey(int id) {
        preKeys.remove(id);
        uses.removeIf(use -> use.kyberId() == id);
    }

    @Override
    public boolean lastResortUseNoted(int kyberId, int signedEcId, ByteString baseKey) {
        return uses.contains(new LastResortUse(kyberId, signedEcId, baseKey));
    }

    @Override
    public boolean noteLastResortUse(int kyberId, int signedEcId, ByteString baseKey) {
        return uses.add(new LastResortUse(kyberId, signedEcId, baseKey));
    }

    /// Everything that is stored, to tell whether an operation changed anything.
    List<Object> snapshot() {
        return List.of(
                new HashMap<>(peers), new HashMap<>(sessions), new ArrayList<>(preKeys.values()), new HashSet<>(uses));
    }

    private record LastResortUse(int kyberId, int signedEcId, ByteString baseKey) {}
}
