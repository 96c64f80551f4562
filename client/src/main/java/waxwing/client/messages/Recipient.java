package waxwing.client.messages;

import waxwing.client.people.Contact;
import waxwing.model.PhoneNumber;

/// Whom a message is for.
public sealed interface Recipient {
    /// Somebody known.
    record Known(Contact contact) implements Recipient {}

    /// A number; it becomes a contact with the first message.
    record ByNumber(PhoneNumber number) implements Recipient {}
}
