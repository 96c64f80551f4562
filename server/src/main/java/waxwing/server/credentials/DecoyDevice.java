package waxwing.server.credentials;

import com.google.protobuf.ByteString;
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
    /// Of those that libsignal draws: 1..16,380.
    public static final int LARGEST_REGISTRATION_ID = 16_380;

    /// Makes one whose keys have these ids.
    public static DecoyDevice make(KeyIds ids, RandomGenerator random) {
        IdentityKeyPair identity = IdentityKeyPair.generate();
        DeviceKeys.Builder keys = DeviceKeys.newBuilder();
        byte[] signed = ECKeyPair.generate().getPublicKey().serialize();
        keys.setSignedEc(SignedEcPreKey.newBuilder()
                .setKeyId(ids.signedEc())
                .setPublicKey(ByteString.copyFrom(signed))
                .setSignature(sign(identity, signed)));
        keys.setLastResortKyber(kyber(identity, ids.lastResortKyber()));
        ids.oneTimeEc()
                .forEach(id -> keys.addOneTimeEc(EcPreKey.newBuilder()
                        .setKeyId(id)
                        .setPublicKey(ByteString.copyFrom(
                                ECKeyPair.generate().getPublicKey().serialize()))));
        ids.oneTimeKyber().forEach(id -> keys.addOneTimeKyber(kyber(identity, id)));
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
