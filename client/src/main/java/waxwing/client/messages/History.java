package waxwing.client.messages;

import java.util.List;
import java.util.Optional;
import waxwing.client.people.Contact;
import waxwing.model.MessageId;

/// All messages of this profile, each in one row.
public interface History {
    /// Latest first.
    List<Conversation> conversations();

    /// The last `limit` rows with a contact, oldest first. Of a business's cards only the latest revision is a
    /// row.
    List<StoredMessage> with(Contact contact, int limit);

    /// An own message.
    Optional<StoredMessage> sent(MessageId id);

    /// Received messages of this id, whatever was sent under it. There is more than one only if a sender chose
    /// another's
    /// id on purpose.
    List<StoredMessage> received(MessageId id);

    /// Every state that an own message went through, oldest first.
    List<StoredMessage.Progress> timeline(MessageId id);

    /// The latest revision of each of a business's cards, latest change first.
    List<StoredMessage> cards(Contact business);
}
