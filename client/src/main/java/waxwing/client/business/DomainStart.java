package waxwing.client.business;

import java.time.Duration;
import java.time.Instant;

/// What came of the wish to prove a domain.
public sealed interface DomainStart {
    /// @param domain as it counts: in ASCII and lower case
    record CodeSent(String domain, int triesLeft, Instant expiresAt) implements DomainStart {}

    record RateLimited(Duration retryAfter) implements DomainStart {}

    /// The relay could not hand the code to its mail server.
    record CodeNotSent() implements DomainStart {}

    /// @param why what was found and what was expected
    record Refused(String why) implements DomainStart {}
}
