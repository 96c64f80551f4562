package waxwing.client.messages;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.people.Contact.ContactId;
import waxwing.model.AccountId;
import waxwing.model.MessageId;

/// The history as the outbox and the inbox write it. Every call joins the caller's transaction.
public interface MessageStore extends History {
    /// Writes a message unless there is one with the same sender and id.
    default Insertion insert(AccountId sender, StoredMessage message) {
        return insert(sender, message, Optional.empty());
    }

    /// As [#insert(AccountId, StoredMessage)], for an own message that is not worth delivering later.
    Insertion insert(AccountId sender, StoredMessage message, Optional<Instant> expires);

    /// Moves an own message forward; empty if it is unknown, or that far already.
    Optional<Moved> move(MessageId id, MessageState next, Optional<StateReason> reason, Instant now);

    /// As [#move] to ACCEPTED, for whoever does not ask what came of it; in one act if the message is QUEUED.
    void accepted(MessageId id, Instant now);

    /// What came of writing a message.
    sealed interface Insertion {
        record Inserted(long row) implements Insertion {}

        /// A card of which a later revision is there already: kept, but never shown.
        record Superseded() implements Insertion {}

        /// It is there already.
        record Duplicate() implements Insertion {}
    }

    /// An own message's new state.
    ///
    /// @param row the message's
    record Moved(long row, ContactId with, StoredMessage.Progress progress) {}
}
