package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signal.libsignal.protocol.InvalidKeyException;
import org.signal.libsignal.protocol.InvalidMessageException;
import org.signal.libsignal.protocol.ecc.ECKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyType;
import org.signal.libsignal.protocol.state.KyberPreKeyRecord;
import org.signal.libsignal.protocol.state.PreKeyRecord;
import org.signal.libsignal.protocol.state.SignedPreKeyRecord;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.PutKeysRequest;
import waxwing.relay.v1.SignedEcPreKey;

/// Makes an end's prekeys and decides when it needs new ones.
///
/// The order is always: private halves into the vault, commit, public halves to the relay, [#published]. A
/// crash in between leaves private keys that nobody uses, never public keys that nobody can answer. Ids are
/// never given out twice. When it is unknown whether an upload arrived: rotated keys are offered again as they
/// are (the relay replaces them), one-time keys never are, because somebody may have taken them; the relay's
/// own count tells whether more are needed.
public final class PreKeys {
    /// One-time keys of a kind are refilled below [#LOW] to [#FULL].
    public static final int LOW = 20;

    public static final int FULL = 100;

    /// A signed key and a last-resort key serve this long.
    static final Duration ROTATION = Duration.ofDays(7);

    /// A rotated key is kept after its successor was made: the relay's 30 days of retention, and as much again
    /// for what a sender took before.
    static final Duration GRACE = Duration.ofDays(60);

    private final KeyVault vault;
    private final InstantSource clock;

    public PreKeys(KeyVault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /// Makes everything that a registration uploads: a signed key, a last-resort key and 100 one-time keys of
    /// each kind. To be sent only after the transaction is durable.
    public DeviceKeys first() {
        return DeviceKeys.newBuilder()
                .setSignedEc(signedEc())
                .setLastResortKyber(kyber(PreKey.Kind.LAST_RESORT_KYBER, 1).getFirst())
                .addAllOneTimeEc(oneTimeEc(FULL))
                .addAllOneTimeKyber(kyber(PreKey.Kind.ONE_TIME_KYBER, FULL))
                .build();
    }

    /// Makes what has to be uploaded now, if anything: one-time keys when the relay has fewer than 20 of a kind
    /// left, and rotated keys when the last that the relay confirmed are a week old. Drops rotated keys that
    /// nobody can name any more. To be sent only after the transaction is durable.
    public Optional<PutKeysRequest> due(KeyCounts atRelay) {
        PutKeysRequest.Builder request = PutKeysRequest.newBuilder();
        if (atRelay.getOneTimeEc() < LOW) {
            request.addAllOneTimeEc(oneTimeEc(FULL - atRelay.getOneTimeEc()));
        }
        if (atRelay.getOneTimeKyber() < LOW) {
            request.addAllOneTimeKyber(kyber(PreKey.Kind.ONE_TIME_KYBER, FULL - atRelay.getOneTimeKyber()));
        }
        if (dropAndTellIfDue(PreKey.Kind.SIGNED_EC)) {
            request.setSignedEc(unpublished(PreKey.Kind.SIGNED_EC)
                    .map(PreKeys::publicSignedEc)
                    .orElseGet(this::signedEc));
        }
        if (dropAndTellIfDue(PreKey.Kind.LAST_RESORT_KYBER)) {
            request.setLastResortKyber(unpublished(PreKey.Kind.LAST_RESORT_KYBER)
                    .map(PreKeys::publicKyber)
                    .orElseGet(() -> kyber(PreKey.Kind.LAST_RESORT_KYBER, 1).getFirst()));
        }
        return Optional.of(request.build()).filter(made -> made.getSerializedSize() > 0);
    }

    /// The relay has confirmed that it holds these.
    public void published(PutKeysRequest request) {
        List<Integer> ids = new ArrayList<>();
        if (request.hasSignedEc()) {
            ids.add(request.getSignedEc().getKeyId());
        }
        if (request.hasLastResortKyber()) {
            ids.add(request.getLastResortKyber().getKeyId());
        }
        request.getOneTimeEcList().forEach(key -> ids.add(key.getKeyId()));
        request.getOneTimeKyberList().forEach(key -> ids.add(key.getKeyId()));
        vault.markPublished(ids);
    }

    /// The relay has confirmed the registration that carried these.
    public void published(DeviceKeys keys) {
        published(PutKeysRequest.newBuilder()
                .setSignedEc(keys.getSignedEc())
                .setLastResortKyber(keys.getLastResortKyber())
                .addAllOneTimeEc(keys.getOneTimeEcList())
                .addAllOneTimeKyber(keys.getOneTimeKyberList())
                .build());
    }

    private boolean dropAndTellIfDue(PreKey.Kind kind) {
        Instant now = clock.instant();
        List<PreKey> published =
                vault.preKeys(kind).stream().filter(PreKey::published).toList();
        for (int i = 0; i + 1 < published.size(); i++) {
            if (published.get(i + 1).createdAt().plus(GRACE).isBefore(now)) {
                vault.removePreKey(published.get(i).id());
            }
        }
        return published.isEmpty()
                || !published.getLast().createdAt().plus(ROTATION).isAfter(now);
    }

    /// A rotated key whose upload was never confirmed, newer than all confirmed ones.
    private Optional<PreKey> unpublished(PreKey.Kind kind) {
        List<PreKey> keys = vault.preKeys(kind);
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.getLast()).filter(key -> !key.published());
    }

    private SignedEcPreKey signedEc() {
        ECKeyPair pair = ECKeyPair.generate();
        byte[] signature = vault.ownIdentity().sign(pair.getPublicKey().serialize());
        int id = vault.reservePreKeyIds(1);
        Instant now = clock.instant();
        byte[] record = new SignedPreKeyRecord(id, now.toEpochMilli(), pair, signature).serialize();
        PreKey key = new PreKey(id, PreKey.Kind.SIGNED_EC, SecretBytes.copyOf(record), now, false);
        vault.addPreKeys(List.of(key));
        return publicSignedEc(key);
    }

    private List<EcPreKey> oneTimeEc(int count) {
        int first = vault.reservePreKeyIds(count);
        Instant now = clock.instant();
        List<PreKey> keys = new ArrayList<>();
        List<EcPreKey> publicHalves = new ArrayList<>();
        for (int id = first; id < first + count; id++) {
            ECKeyPair pair = ECKeyPair.generate();
            byte[] record = new PreKeyRecord(id, pair).serialize();
            keys.add(new PreKey(id, PreKey.Kind.ONE_TIME_EC, SecretBytes.copyOf(record), now, false));
            publicHalves.add(EcPreKey.newBuilder()
                    .setKeyId(id)
                    .setPublicKey(ByteString.copyFrom(pair.getPublicKey().serialize()))
                    .build());
        }
        vault.addPreKeys(keys);
        return publicHalves;
    }

    private List<KyberPreKey> kyber(PreKey.Kind kind, int count) {
        OwnIdentity identity = vault.ownIdentity();
        int first = vault.reservePreKeyIds(count);
        Instant now = clock.instant();
        List<PreKey> keys = new ArrayList<>();
        for (int id = first; id < first + count; id++) {
            KEMKeyPair pair = KEMKeyPair.generate(KEMKeyType.KYBER_1024);
            byte[] signature = identity.sign(pair.getPublicKey().serialize());
            byte[] record = new KyberPreKeyRecord(id, now.toEpochMilli(), pair, signature).serialize();
            keys.add(new PreKey(id, kind, SecretBytes.copyOf(record), now, false));
        }
        vault.addPreKeys(keys);
        return keys.stream().map(PreKeys::publicKyber).toList();
    }

    private static SignedEcPreKey publicSignedEc(PreKey key) {
        try {
            SignedPreKeyRecord record = new SignedPreKeyRecord(key.record().toArray());
            return SignedEcPreKey.newBuilder()
                    .setKeyId(key.id())
                    .setPublicKey(ByteString.copyFrom(
                            record.getKeyPair().getPublicKey().serialize()))
                    .setSignature(ByteString.copyFrom(record.getSignature()))
                    .build();
        } catch (InvalidMessageException | InvalidKeyException e) {
            throw new IllegalStateException("a stored signed prekey can't be read", e);
        }
    }

    private static KyberPreKey publicKyber(PreKey key) {
        try {
            KyberPreKeyRecord record = new KyberPreKeyRecord(key.record().toArray());
            return KyberPreKey.newBuilder()
                    .setKeyId(key.id())
                    .setPublicKey(ByteString.copyFrom(
                            record.getKeyPair().getPublicKey().serialize()))
                    .setSignature(ByteString.copyFrom(record.getSignature()))
                    .build();
        } catch (InvalidMessageException | InvalidKeyException e) {
            throw new IllegalStateException("a stored Kyber prekey can't be read", e);
        }
    }
}
