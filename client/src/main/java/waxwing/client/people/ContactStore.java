package waxwing.client.people;

import java.time.Instant;
import java.util.List;
import waxwing.client.relay.Speaker;
import waxwing.model.AccountId;
import waxwing.model.AccountType;

/// Contacts as the parts of this end keep them up to date. Every call joins the caller's transaction.
public interface ContactStore extends Contacts {
    /// What the relay certifies with an envelope.
    Known certified(Speaker speaker, Instant now);

    /// What the relay answered when it was asked for the contact's number.
    Known addressed(Contact contact, AccountId account, AccountType type, Instant now);

    /// The number has to be looked up again before the next message.
    void forgetAddress(Contact contact);

    void block(Contact contact, boolean blocked);

    /// The person knows this contact from now on.
    void know(Contact contact);

    /// Whether the person added the contact, named it, wrote to it, or accepted what it asked.
    boolean isKnown(Contact contact);

    /// @return false if it was marked like that already
    boolean markIdentity(Contact contact, boolean changed);

    List<Contact> blocked();

    /// @param numberMoved the number was another account's before
    record Known(Contact contact, boolean numberMoved) {}
}
