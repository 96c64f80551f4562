package waxwing.client.registration;

import java.time.Duration;

/// What came of a code.
public sealed interface CodeOutcome {
    record Verified() implements CodeOutcome {}

    record WrongCode(int triesLeft) implements CodeOutcome {}

    record NoTriesLeft(Duration retryAfter) implements CodeOutcome {}

    record SessionOver() implements CodeOutcome {}

    /// Not six digits; the relay was not asked.
    record MalformedCode() implements CodeOutcome {}
}
