package waxwing.client.report;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.MessageId;

/// Evidence at rest, for as long as the relay takes reports and within a bound. Every call joins the
/// caller's transaction.
public interface EvidenceStore {
    /// Keeps it for a message that has just come into the history.
    ///
    /// @param stored the body as the history has it: one that is the same is not kept twice
    void keep(Evidence evidence, ByteString stored);

    /// Empty if the message is unknown, an own one, from before evidence was kept, or too old.
    Optional<Evidence> of(AccountId sender, MessageId message);

    /// Forgets what the relay takes no reports of any more, and the oldest beyond the bound.
    void purge(Instant now);
}
