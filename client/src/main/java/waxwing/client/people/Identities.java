package waxwing.client.people;

import java.util.Optional;
import waxwing.crypto.SafetyNumber;

/// The identity keys of contacts: comparing them, and accepting a changed one.
public interface Identities {
    /// What both people see alike if nobody stands between them; empty before the first session.
    Optional<SafetyNumber> safetyNumber(Contact contact);

    /// From now on messages are sent to the contact's present key. Does nothing where nothing had changed.
    void accept(Contact contact);
}
