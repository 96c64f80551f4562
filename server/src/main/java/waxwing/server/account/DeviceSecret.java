package waxwing.server.account;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import waxwing.model.MalformedValueException;

/// What a device proves itself with: 32 bytes from its own secure random source. The relay keeps only the hash;
/// for a secret of 256 random bits a plain SHA-256 is enough. Never prints.
public final class DeviceSecret {
    public static final int BYTES = 32;

    private final ByteString value;

    private DeviceSecret(ByteString value) {
        this.value = value;
    }

    /// @throws MalformedValueException if there are not exactly 32 bytes
    public static DeviceSecret of(ByteString value) {
        if (value.size() != BYTES) {
            throw new MalformedValueException("device secret: " + value.size() + " bytes (expected: " + BYTES + ")");
        }
        return new DeviceSecret(value);
    }

    Hash hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(value.asReadOnlyByteBuffer());
            return new Hash(ByteString.copyFrom(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "DeviceSecret(…)";
    }

    /// The hash of a device secret, compared in constant time.
    public record Hash(ByteString value) {
        boolean matches(Hash other) {
            return MessageDigest.isEqual(value.toByteArray(), other.value.toByteArray());
        }

        @Override
        public String toString() {
            return "DeviceSecret.Hash(…)";
        }
    }
}
