package waxwing.client.registration;

import java.time.Duration;
import java.time.Instant;

/// What came of asking for a code.
public sealed interface StartOutcome {
    /// @param nextCodeAt when another one may be asked for
    /// @param termsVersion the terms that registering accepts
    record CodeSent(Instant nextCodeAt, Instant expiresAt, int triesLeft, int termsVersion) implements StartOutcome {}

    record RateLimited(Duration retryAfter) implements StartOutcome {}

    /// The relay could not hand the code to its SMS gateway.
    record CodeNotSent() implements StartOutcome {}

    /// There is no verification to resend for: it is over or was never started.
    record SessionOver() implements StartOutcome {}
}
