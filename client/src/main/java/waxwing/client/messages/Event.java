package waxwing.client.messages;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.people.Contact;
import waxwing.model.MessageId;

/// Something that happened to this end, in a log that survives it.
public sealed interface Event {
    /// Its place in the log; grows.
    long cursor();

    /// By this end's clock.
    Instant at();

    /// A person wrote.
    record MessageReceived(long cursor, Instant at, StoredMessage message) implements Event {}

    /// A business wrote; the message has a kind.
    ///
    /// @param updates the message whose card this one took the place of, being a later revision of it
    record BusinessMessageReceived(long cursor, Instant at, StoredMessage message, Optional<MessageId> updates)
            implements Event {}

    /// A person asks something about a card of this business's; the message's body is the action.
    record ActionReceived(long cursor, Instant at, StoredMessage message, MessageBody.CardAction action)
            implements Event {}

    /// An own message moved to `progress`.
    record StateChanged(long cursor, Instant at, StoredMessage message, StoredMessage.Progress progress)
            implements Event {}

    /// A contact has another identity key than before.
    record IdentityChanged(long cursor, Instant at, Contact contact) implements Event {}
}
