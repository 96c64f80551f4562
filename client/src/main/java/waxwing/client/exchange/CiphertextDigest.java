package waxwing.client.exchange;

import com.google.protobuf.ByteString;

/// SHA-256 of a ciphertext. No two that were encrypted apart are the same, so one that comes again is a replay.
record CiphertextDigest(ByteString digest) {
    static CiphertextDigest of(ByteString ciphertext) {
        return new CiphertextDigest(Sha256.of(ciphertext));
    }

    byte[] toBytes() {
        return digest.toByteArray();
    }
}
