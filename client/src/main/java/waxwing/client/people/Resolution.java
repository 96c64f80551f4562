package waxwing.client.people;

import java.util.List;
import waxwing.model.PhoneNumber;

/// Whom a word typed by a person means.
public sealed interface Resolution {
    record Found(Contact contact) implements Resolution {}

    /// A well-formed number that this end hasn't met; the relay was not asked.
    record NewNumber(PhoneNumber number) implements Resolution {}

    record Ambiguous(List<Contact> candidates) implements Resolution {}

    record NotFound(String word) implements Resolution {}
}
