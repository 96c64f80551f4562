package waxwing.crypto;

import com.google.protobuf.ByteString;
import org.signal.libsignal.protocol.InvalidKeyException;
import waxwing.model.MalformedValueException;

/// An account's public identity key (Curve25519): a type byte and 32 bytes. Whoever holds its private half is the
/// account, as far as the ends can tell.
public final class IdentityKey {
    private static final int SIZE = 33;

    private final ByteString serialized;

    private IdentityKey(ByteString serialized) {
        this.serialized = serialized;
    }

    /// @param serialized the 33 bytes that libsignal writes
    /// @throws MalformedValueException if they are not a key
    public static IdentityKey parse(ByteString serialized) {
        if (serialized.size() != SIZE) {
            throw new MalformedValueException("identity key: " + serialized.size() + " bytes (expected: " + SIZE + ")");
        }
        try {
            return of(new org.signal.libsignal.protocol.IdentityKey(serialized.toByteArray()));
        } catch (InvalidKeyException _) {
            throw new MalformedValueException(
                    "identity key: not a point of Curve25519 (expected: a type byte, 32 bytes)");
        }
    }

    static IdentityKey of(org.signal.libsignal.protocol.IdentityKey key) {
        return new IdentityKey(ByteString.copyFrom(key.serialize()));
    }

    /// 33 bytes, as they stand on the wire and in certificates.
    public ByteString serialized() {
        return serialized;
    }

    /// Whether the holder of the private half signed exactly this statement in this context. Takes a signature of any
    /// size.
    public boolean hasSigned(StatementContext context, ByteString statement, ByteString signature) {
        return forLibsignal().getPublicKey().verifySignature(context.before(statement), signature.toByteArray());
    }

    org.signal.libsignal.protocol.IdentityKey forLibsignal() {
        try {
            return new org.signal.libsignal.protocol.IdentityKey(serialized.toByteArray());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("an identity key that was parsed before is none any more", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityKey that && serialized.equals(that.serialized);
    }

    @Override
    public int hashCode() {
        return serialized.hashCode();
    }

    /// Prints nothing of the key: it would name its owner.
    @Override
    public String toString() {
        return "identity key";
    }
}
