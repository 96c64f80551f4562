package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import waxwing.model.AccountId;

/// Decoys at rest. Each method joins the transaction that runs on its thread, or is one of its own.
interface DecoyStore {
    /// One decoy; its keys are in the [PreKeyStore] under its id.
    record Decoy(UUID id, ByteString identityKey, int registrationId) {}

    /// Adds one to the pool.
    void add(Decoy decoy);

    Optional<Decoy> shownAs(AccountId account);

    /// Takes one out of the pool for good.
    Optional<Decoy> assign(AccountId shownAs);

    int unassigned();

    /// When the oldest of the relay's accounts registered, in Unix milliseconds; empty if there is none yet.
    OptionalLong oldestAccountAt();
}
