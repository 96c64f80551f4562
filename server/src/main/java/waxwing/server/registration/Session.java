package waxwing.server.registration;

import java.time.Instant;

/// A verification session as its client sees it.
public record Session(SessionId id, Instant nextCodeAt, int triesLeft, Instant expiresAt, boolean verified) {
    static Session of(StoredVerification stored) {
        return new Session(stored.id(), stored.nextCodeAt(), stored.triesLeft(), stored.expiresAt(), stored.verified());
    }
}
