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
        Memory before = memory();
        try {
            return work.get();
        } catch (RuntimeException e) {
            goBackTo(before);
            throw e;
        }
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

    /// What a vault holds at a moment, for going back to it.
    public static final class Memory {
        private final List<? extends Map<?, ?>> maps;
        private final Set<LastResortUse> uses;
        private final int nextId;

        private Memory(List<? extends Map<?, ?>> maps, Set<LastResortUse> uses, int nextId) {
            this.maps = maps;
            this.uses = uses;
            this.nextId = nextId;
        }
    }

    public Memory memory() {
        return new Memory(
                List.of(new HashMap<>(peers), new HashMap<>(sessions), new TreeMap<>(preKeys)),
                new HashSet<>(uses),
                nextId);
    }

    /// The memory may be gone back to again.
    @SuppressWarnings("unchecked") // The three maps of the copy above, in its order.
    public void goBackTo(Memory memory) {
        peers = new HashMap<>((Map<AccountId, PeerIdentity>) memory.maps.get(0));
        sessions = new HashMap<>((Map<DeviceAddress, SecretBytes>) memory.maps.get(1));
        preKeys = new TreeMap<>((Map<Integer, PreKey>) memory.maps.get(2));
        uses = new HashSet<>(memory.uses);
        nextId = memory.nextId;
    }

    /// Everything that is stored, to tell whether an operation changed anything.
    List<Object> snapshot() {
        return List.of(
                new HashMap<>(peers), new HashMap<>(sessions), new ArrayList<>(preKeys.values()), new HashSet<>(uses));
    }

    private record LastResortUse(int kyberId, int signedEcId, ByteString baseKey) {}
}
