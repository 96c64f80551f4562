package waxwing.crypto;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.signal.libsignal.protocol.IdentityKeyPair;
import org.signal.libsignal.protocol.InvalidKeyIdException;
import org.signal.libsignal.protocol.InvalidMessageException;
import org.signal.libsignal.protocol.ReusedBaseKeyException;
import org.signal.libsignal.protocol.SignalProtocolAddress;
import org.signal.libsignal.protocol.ecc.ECPublicKey;
import org.signal.libsignal.protocol.groups.state.SenderKeyRecord;
import org.signal.libsignal.protocol.state.KyberPreKeyRecord;
import org.signal.libsignal.protocol.state.PreKeyRecord;
import org.signal.libsignal.protocol.state.SessionRecord;
import org.signal.libsignal.protocol.state.SignalProtocolStore;
import org.signal.libsignal.protocol.state.SignedPreKeyRecord;
import waxwing.model.DeviceAddress;

/// libsignal's view of the vault for the length of one operation with one device: reads go through, writes wait
/// here until [#commit].
///
/// libsignal writes in several steps and may fail between them (a replayed last-resort key is found after the
/// identity was saved). Because nothing reaches the vault before the operation has succeeded, a failed one
/// changes nothing.
final class ProtocolScratch implements SignalProtocolStore {
    /// A record grows by 75 bytes for every skipped message and is written anew with each one; an ordinary one
    /// has 7 kB. A peer that blows it up beyond this loses the session, and has to open another.
    static final int LARGEST_RECORD = 256 * 1024;

    private final KeyVault vault;
    private final DeviceAddress remote;
    private final List<ByteString> others;

    private final Map<Integer, PreKey> spent = new HashMap<>();
    private @Nullable SessionRecord session;
    private @Nullable IdentityKey identity;
    private @Nullable PeerIdentity peer;
    private boolean peerRead;
    private @Nullable LastResortUse lastResortUse;

    ProtocolScratch(KeyVault vault, DeviceAddress remote) {
        this(vault, remote, List.of());
    }

    private ProtocolScratch(KeyVault vault, DeviceAddress remote, List<ByteString> others) {
        this.vault = vault;
        this.remote = remote;
        this.others = others;
    }

    /// Starts with what was read of the other device and its account a moment ago.
    static ProtocolScratch within(
            SessionRecord session, Optional<PeerIdentity> peer, KeyVault vault, DeviceAddress remote) {
        ProtocolScratch scratch = new ProtocolScratch(vault, remote);
        scratch.session = session;
        scratch.peer = peer.orElse(null);
        scratch.peerRead = true;
        return scratch;
    }

    /// Sees only one of the record's states; the others stand behind it again after a commit, as libsignal orders
    /// them when it promotes an archived one.
    static ProtocolScratch narrowedTo(
            CounterGapPolicy.State state, List<CounterGapPolicy.State> all, KeyVault vault, DeviceAddress remote) {
        ProtocolScratch scratch = new ProtocolScratch(
                vault,
                remote,
                all.stream()
                        .filter(other -> !other.equals(state))
                        .map(CounterGapPolicy.State::bytes)
                        .toList());
        scratch.session = restore(SecretBytes.copyOf(
                message(CounterGapPolicy.CURRENT_SESSION, state.bytes()).toByteArray()));
        return scratch;
    }

    private static ByteString message(int field, ByteString bytes) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(bytes)
                                .build())
                .build()
                .toByteString();
    }

    SignalProtocolAddress remote() {
        return new SignalProtocolAddress(
                remote.account().toString(), remote.device().value());
    }

    /// Puts everything that the operation wrote into the vault.
    ///
    /// @return the key that the account showed before, if the operation replaced it
    Optional<IdentityKey> commit() {
        Optional<IdentityKey> replaced = Optional.empty();
        if (identity != null) {
            Optional<PeerIdentity> known = peer();
            if (known.isEmpty()) {
                vault.putPeer(remote.account(), PeerIdentity.trusted(identity));
            } else if (!known.get().current().equals(identity)) {
                replaced = known.map(PeerIdentity::current);
                vault.putPeer(remote.account(), known.get().showing(identity));
            }
        }
        if (lastResortUse != null
                && !vault.noteLastResortUse(
                        lastResortUse.kyberId(), lastResortUse.signedEcId(), lastResortUse.baseKey())) {
            throw new IllegalStateException("a last-resort use that was new a moment ago is noted already");
        }
        spent.keySet().forEach(vault::removePreKey);
        if (session != null) {
            byte[] record = withOthers(session.serialize());
            if (record.length <= LARGEST_RECORD) {
                vault.putSession(remote, SecretBytes.copyOf(record));
            } else {
                vault.removeSession(remote);
            }
        }
        return replaced;
    }

    /// The session as the operation left it.
    byte[] record() {
        if (session == null) {
            throw new IllegalStateException("there is no session with " + remote);
        }
        return session.serialize();
    }

    /// What is known of the other account before the operation; read once.
    private Optional<PeerIdentity> peer() {
        if (!peerRead) {
            peer = vault.peer(remote.account()).orElse(null);
            peerRead = true;
        }
        return Optional.ofNullable(peer);
    }

    private byte[] withOthers(byte[] record) {
        ByteString whole = ByteString.copyFrom(record);
        for (ByteString other : others) {
            whole = whole.concat(message(CounterGapPolicy.PREVIOUS_SESSION, other));
        }
        return whole.toByteArray();
    }

    @Override
    public IdentityKeyPair getIdentityKeyPair() {
        return vault.ownIdentity().forLibsignal();
    }

    @Override
    public int getLocalRegistrationId() {
        return vault.ownIdentity().registrationId().value();
    }

    @Override
    public IdentityChange saveIdentity(
            SignalProtocolAddress address, org.signal.libsignal.protocol.IdentityKey identityKey) {
        IdentityKey shown = IdentityKey.of(identityKey);
        boolean replaces = peer().map(known -> !known.current().equals(shown)).orElse(false);
        identity = shown;
        return replaces ? IdentityChange.REPLACED_EXISTING : IdentityChange.NEW_OR_UNCHANGED;
    }

    /// Receiving tells what changed; only sending waits for the person's acceptance.
    @Override
    public boolean isTrustedIdentity(
            SignalProtocolAddress address, org.signal.libsignal.protocol.IdentityKey identityKey, Direction direction) {
        return switch (direction) {
            case RECEIVING -> true;
            case SENDING ->
                peer().map(known -> known.accepted().equals(IdentityKey.of(identityKey)))
                        .orElse(true);
        };
    }

    @Override
    public org.signal.libsignal.protocol.@Nullable IdentityKey getIdentity(SignalProtocolAddress address) {
        return peer().map(known -> known.current().forLibsignal()).orElse(null);
    }

    @Override
    public @Nullable SessionRecord loadSession(SignalProtocolAddress address) {
        return session != null
                ? session
                : vault.session(remote).map(ProtocolScratch::restore).orElse(null);
    }

    static SessionRecord restore(SecretBytes record) {
        try {
            return new SessionRecord(record.toArray());
        } catch (InvalidMessageException e) {
            throw new IllegalStateException("a stored session can't be read", e);
        }
    }

    @Override
    public void storeSession(SignalProtocolAddress address, SessionRecord record) {
        session = record;
    }

    @Override
    public boolean containsSession(SignalProtocolAddress address) {
        return loadSession(address) != null;
    }

    @Override
    public PreKeyRecord loadPreKey(int id) throws InvalidKeyIdException {
        try {
            return new PreKeyRecord(find(id, PreKey.Kind.ONE_TIME_EC).record().toArray());
        } catch (InvalidMessageException e) {
            throw damaged(e);
        }
    }

    @Override
    public boolean containsPreKey(int id) {
        return vault.preKey(id).isPresent();
    }

    @Override
    public void removePreKey(int id) {
        vault.preKey(id).ifPresent(key -> spent.put(id, key));
    }

    @Override
    public SignedPreKeyRecord loadSignedPreKey(int id) throws InvalidKeyIdException {
        try {
            return new SignedPreKeyRecord(
                    find(id, PreKey.Kind.SIGNED_EC).record().toArray());
        } catch (InvalidMessageException e) {
            throw damaged(e);
        }
    }

    @Override
    public boolean containsSignedPreKey(int id) {
        return vault.preKey(id).isPresent();
    }

    @Override
    public KyberPreKeyRecord loadKyberPreKey(int id) throws InvalidKeyIdException {
        try {
            return new KyberPreKeyRecord(find(id, PreKey.Kind.ONE_TIME_KYBER, PreKey.Kind.LAST_RESORT_KYBER)
                    .record()
                    .toArray());
        } catch (InvalidMessageException e) {
            throw damaged(e);
        }
    }

    @Override
    public boolean containsKyberPreKey(int id) {
        return vault.preKey(id).isPresent();
    }

    @Override
    public void markKyberPreKeyUsed(int kyberId, int signedEcId, ECPublicKey baseKey) throws ReusedBaseKeyException {
        PreKey key = vault.preKey(kyberId)
                .orElseThrow(() -> new IllegalStateException("a Kyber prekey is gone that served a moment ago"));
        if (key.kind() == PreKey.Kind.ONE_TIME_KYBER) {
            spent.put(kyberId, key);
            return;
        }
        ByteString base = ByteString.copyFrom(baseKey.serialize());
        if (vault.lastResortUseNoted(kyberId, signedEcId, base)) {
            throw new ReusedBaseKeyException("replayed");
        }
        lastResortUse = new LastResortUse(kyberId, signedEcId, base);
    }

    private PreKey find(int id, PreKey.Kind... kinds) throws InvalidKeyIdException {
        return vault.preKey(id)
                .filter(key -> List.of(kinds).contains(key.kind()) && !spent.containsKey(id))
                .orElseThrow(() -> new InvalidKeyIdException("unknown prekey"));
    }

    private static IllegalStateException damaged(InvalidMessageException cause) {
        return new IllegalStateException("a stored prekey can't be read", cause);
    }

    private record LastResortUse(int kyberId, int signedEcId, ByteString baseKey) {}

    // What follows belongs to libsignal's interface and is never called by one operation with one device.

    @Override
    public List<SessionRecord> loadExistingSessions(List<SignalProtocolAddress> addresses) {
        throw unused();
    }

    @Override
    public List<Integer> getSubDeviceSessions(String name) {
        throw unused();
    }

    @Override
    public void deleteSession(SignalProtocolAddress address) {
        throw unused();
    }

    @Override
    public void deleteAllSessions(String name) {
        throw unused();
    }

    @Override
    public void storePreKey(int id, PreKeyRecord record) {
        throw unused();
    }

    @Override
    public List<SignedPreKeyRecord> loadSignedPreKeys() {
        throw unused();
    }

    @Override
    public void storeSignedPreKey(int id, SignedPreKeyRecord record) {
        throw unused();
    }

    @Override
    public void removeSignedPreKey(int id) {
        throw unused();
    }

    @Override
    public List<KyberPreKeyRecord> loadKyberPreKeys() {
        throw unused();
    }

    @Override
    public void storeKyberPreKey(int id, KyberPreKeyRecord record) {
        throw unused();
    }

    @Override
    public void storeSenderKey(SignalProtocolAddress sender, UUID distributionId, SenderKeyRecord record) {
        throw unused();
    }

    @Override
    public SenderKeyRecord loadSenderKey(SignalProtocolAddress sender, UUID distributionId) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("not part of a session with one device");
    }
}
