package waxwing.crypto;

import java.security.MessageDigest;

/// Bytes that nobody may read in a log: a private key or a ratchet's state, serialised. Never prints what it
/// holds.
public final class SecretBytes {
    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes a copy.
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /// A copy, to be handed to a cipher or an encrypted store and nowhere else.
    public byte[] toArray() {
        return bytes.clone();
    }

    /// Compares in constant time.
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /// The same for all, so that a hash can't leak a part of the secret; not meant as a map's key.
    @Override
    public int hashCode() {
        return SecretBytes.class.hashCode();
    }

    @Override
    public String toString() {
        return "secret";
    }
}
