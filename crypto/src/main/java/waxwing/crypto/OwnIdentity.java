package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.util.random.RandomGenerator;
import org.signal.libsignal.protocol.IdentityKeyPair;
import org.signal.libsignal.protocol.InvalidKeyException;

/// This end's own identity: the private identity key and the installation's registration id. Made once, when a
/// profile is, and never sent anywhere.
public final class OwnIdentity {
    private final IdentityKeyPair keyPair;
    private final RegistrationId registrationId;

    private OwnIdentity(IdentityKeyPair keyPair, RegistrationId registrationId) {
        this.keyPair = keyPair;
        this.registrationId = registrationId;
    }

    /// @param random draws the registration id; the key comes from libsignal's own secure source
    public static OwnIdentity generate(RandomGenerator random) {
        return new OwnIdentity(IdentityKeyPair.generate(), RegistrationId.random(random));
    }

    /// Reads what [#keyPair] gave.
    ///
    /// @throws IllegalStateException if the bytes are not a key pair: the store is damaged
    public static OwnIdentity restore(SecretBytes keyPair, RegistrationId registrationId) {
        try {
            return new OwnIdentity(new IdentityKeyPair(keyPair.toArray()), registrationId);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the stored identity key pair can't be read", e);
        }
    }

    public IdentityKey publicKey() {
        return IdentityKey.of(keyPair.getPublicKey());
    }

    public RegistrationId registrationId() {
        return registrationId;
    }

    /// Both halves, serialised, for the vault.
    public SecretBytes keyPair() {
        return SecretBytes.copyOf(keyPair.serialize());
    }

    IdentityKeyPair forLibsignal() {
        return keyPair;
    }

    /// Signs a statement so that everybody who knows the public key can check it (XEdDSA, 64 bytes). What is signed
    /// can't be denied later, unlike a message.
    public ByteString sign(StatementContext context, ByteString statement) {
        return ByteString.copyFrom(sign(context.before(statement)));
    }

    byte[] sign(byte[] message) {
        return keyPair.getPrivateKey().calculateSignature(message);
    }

    @Override
    public String toString() {
        return "own identity";
    }
}
