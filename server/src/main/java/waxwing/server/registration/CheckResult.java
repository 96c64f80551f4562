package waxwing.server.registration;

import java.time.Duration;

/// What became of a code that somebody entered.
public sealed interface CheckResult {
    record Verified(Session session) implements CheckResult {}

    record WrongCode(Session session) implements CheckResult {}

    record NoTriesLeft(Duration retryAfter) implements CheckResult {}

    record SessionNotFound() implements CheckResult {}
}
