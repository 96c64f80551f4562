package waxwing.server.registration;

import java.time.Instant;
import java.util.Optional;

/// Verification sessions at rest. Each method joins the transaction that runs on its thread, or is one of its
/// own.
interface VerificationStore {
    void add(StoredVerification session);

    /// Reads it and keeps others from changing it until the transaction ends.
    Optional<StoredVerification> lock(SessionId id);

    void replace(StoredVerification session);

    void remove(SessionId id);

    int removeOverBefore(Instant moment);
}
