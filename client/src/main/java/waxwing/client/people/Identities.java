package waxwing.client.people;

import java.util.Optional;

/// The identity keys of contacts: comparing them, and accepting a changed one.
public interface Identities {
    /// The 60 digits that both people see if nobody stands between them; empty before the first session.
    Optional<String> safetyNumber(Contact contact);

    /// From now on messages are sent to the contact's present key. Does nothing where nothing had changed.
    void accept(Contact contact);
}
