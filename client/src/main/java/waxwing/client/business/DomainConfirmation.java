package waxwing.client.business;

import java.time.Duration;
import waxwing.client.registration.ProvenDomain;

/// What came of a code that proves a domain.
public sealed interface DomainConfirmation {
    record Verified(ProvenDomain domain) implements DomainConfirmation {}

    record WrongCode(int triesLeft) implements DomainConfirmation {}

    record NoTriesLeft(Duration retryAfter) implements DomainConfirmation {}

    /// The code is right and stays good, but the domain can't be had.
    ///
    /// @param why what was found and what was expected
    record Refused(String why) implements DomainConfirmation {}

    /// No code was sent for that domain, or too long ago.
    record NoSuchProof() implements DomainConfirmation {}

    /// Not six digits; the relay was not asked.
    record MalformedCode() implements DomainConfirmation {}
}
