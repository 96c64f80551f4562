package waxwing.client.people;

import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;

/// Everybody that this end knows. Nothing here asks the relay.
public interface Contacts {
    /// By display name.
    List<Contact> all();

    /// Adds the number, or finds the contact that has it; a given alias replaces the one before.
    Contact add(PhoneNumber number, Optional<String> alias);

    /// Gives a contact an alias; an empty one takes it away.
    Contact rename(Contact contact, String alias);

    Optional<Contact> byId(Contact.ContactId id);

    Optional<Contact> byNumber(PhoneNumber number);

    Optional<Contact> byAccount(AccountId account);

    /// By alias, then number, then business name or account id; letter case doesn't count.
    ///
    /// @throws waxwing.model.MalformedValueException if it starts as a number does and is none
    Resolution resolve(String who);
}
