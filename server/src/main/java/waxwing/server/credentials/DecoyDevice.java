package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.signal.libsignal.protocol.IdentityKeyPair;
import org.signal.libsignal.protocol.ecc.ECKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyPair;
import org.signal.libsignal.protocol.kem.KEMKeyType;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.SignedEcPreKey;

/// The public keys of a device that does not exist. The private halves were never kept: what is encrypted to it,
/// nobody can read.
public record DecoyDevice(ByteString identityKey, int registrationId, DeviceKeys keys) {
    private static final int LARGEST_REGISTRATION_ID = 16_380;
    /// A client counts its keys from here.
    private static final int FIRST_ID = 1;
    /// One-time keys of a kind that a client publishes when it registers.
    private static final int PUBLISHED = 100;

    /// Makes one that looks like a device that was registered, was written to by some, and never came
    /// back. Its ids follow each other as a client's do: the signed key, the last-resort key, a hundred
    /// one-time EC keys and a hundred Kyber keys, of which the first have been taken.
    ///
    /// @param oneTimeKeys of each kind that are left, 0..100
    public static DecoyDevice make(int oneTimeKeys, RandomGenerator random) {
        IdentityKeyPair identity = IdentityKeyPair.generate();
        int firstEc = FIRST_ID + 2 + PUBLISHED - oneTimeKeys;
        int firstKyber = firstEc + PUBLISHED;
        DeviceKeys.Builder keys = DeviceKeys.newBuilder();
        byte[] signed = ECKeyPair.generate().getPublicKey().serialize();
        keys.setSignedEc(SignedEcPreKey.newBuilder()
                .setKeyId(FIRST_ID)
                .setPublicKey(ByteString.copyFrom(signed))
                .setSignature(sign(identity, signed)));
        keys.setLastResortKyber(kyber(identity, FIRST_ID + 1));
        List<EcPreKey> oneTimeEc = new ArrayList<>();
        List<KyberPreKey> oneTimeKyber = new ArrayList<>();
        for (int i = 0; i < oneTimeKeys; i++) {
            oneTimeEc.add(EcPreKey.newBuilder()
                    .setKeyId(firstEc + i)
                    .setPublicKey(ByteString.copyFrom(
                            ECKeyPair.generate().getPublicKey().serialize()))
                    .build());
            oneTimeKyber.add(kyber(identity, firstKyber + i));
        }
        keys.addAllOneTimeEc(oneTimeEc).addAllOneTimeKyber(oneTimeKyber);
        return new DecoyDevice(
                ByteString.copyFrom(identity.getPublicKey().serialize()),
                random.nextInt(1, LARGEST_REGISTRATION_ID + 1),
                keys.build());
    }

    private static KyberPreKey kyber(IdentityKeyPair identity, int id) {
        byte[] publicKey =
                KEMKeyPair.generate(KEMKeyType.KYBER_1024).getPublicKey().serialize();
        return KyberPreKey.newBuilder()
                .setKeyId(id)
                .setPublicKey(ByteString.copyFrom(publicKey))
                .setSignature(sign(identity, publicKey))
                .build();
    }

    private static ByteString sign(IdentityKeyPair identity, byte[] publicKey) {
        return ByteString.copyFrom(identity.getPrivateKey().calculateSignature(publicKey));
    }
}
