package waxwing.server.registration;

import java.time.Duration;

/// What became of a wish for a code.
public sealed interface CodeResult {
    record Sent(Session session) implements CodeResult {}

    record RateLimited(Duration retryAfter) implements CodeResult {}

    record NotSent() implements CodeResult {}

    record SessionNotFound() implements CodeResult {}
}
