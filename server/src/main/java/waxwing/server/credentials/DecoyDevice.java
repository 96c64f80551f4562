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
    private static final int LARGEST_FIRST_KEY_ID = 0xFF_0000;

    /// Makes one whose numbers look like those of a device that was registered some time ago.
    public static DecoyDevice make(int oneTimeKeys, RandomGenerator random) {
        IdentityKeyPair identity = IdentityKeyPair.generate();
        int firstId = random.nextInt(1, LARGEST_FIRST_KEY_ID);
        DeviceKeys.Builder keys = DeviceKeys.newBuilder();
        byte[] signed = ECKeyPair.generate().getPublicKey().serialize();
        keys.setSignedEc(SignedEcPreKey.newBuilder()
                .setKeyId(random.nextInt(1, LARGEST_FIRST_KEY_ID))
                .setPublicKey(ByteString.copyFrom(signed))
                .setSignature(sign(identity, signed)));
        keys.setLastResortKyber(kyber(identity, random.nextInt(1, LARGEST_FIRST_KEY_ID)));
        List<EcPreKey> oneTimeEc = new ArrayList<>();
        List<KyberPreKey> oneTimeKyber = new ArrayList<>();
        for (int id = firstId; id < firstId + oneTimeKeys; id++) {
            oneTimeEc.add(EcPreKey.newBuilder()
                    .setKeyId(id)
                    .setPublicKey(ByteString.copyFrom(
                            ECKeyPair.generate().getPublicKey().serialize()))
                    .build());
            oneTimeKyber.add(kyber(identity, id));
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
