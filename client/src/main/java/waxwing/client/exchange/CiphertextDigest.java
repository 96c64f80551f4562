package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of a ciphertext. No two that were encrypted apart are the same, so one that comes again is a replay.
record CiphertextDigest(ByteString digest) {
    static CiphertextDigest of(ByteString ciphertext) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ciphertext.asReadOnlyByteBuffer());
            return new CiphertextDigest(ByteString.copyFrom(sha256.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    byte[] toBytes() {
        return digest.toByteArray();
    }
}
