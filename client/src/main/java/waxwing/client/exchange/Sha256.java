package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4).
final class Sha256 {
    private Sha256() {}

    /// @return 32 bytes
    static ByteString of(ByteString bytes) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes.asReadOnlyByteBuffer());
            return ByteString.copyFrom(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
