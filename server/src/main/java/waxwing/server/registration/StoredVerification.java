package waxwing.server.registration;

import com.google.protobuf.ByteString;
import java.time.Instant;

/// A verification session as the store has it.
record StoredVerification(
        SessionId id,
        ByteString sealedNumber,
        ByteString codeHash,
        int triesLeft,
        Instant nextCodeAt,
        Instant expiresAt,
        boolean verified) {
    StoredVerification withCode(ByteString newHash, Instant next) {
        return new StoredVerification(id, sealedNumber, newHash, triesLeft, next, expiresAt, verified);
    }

    StoredVerification afterTry(boolean right) {
        return new StoredVerification(
                id, sealedNumber, codeHash, triesLeft - 1, nextCodeAt, expiresAt, verified || right);
    }
}
