package waxwing.gateway.webhook.guard;

import java.util.Optional;

/// What came of posting to a receiver.
public sealed interface Reply {
    /// It answered. What it said in its body is not kept.
    ///
    /// @param retryAfter the header of that name, as it was sent
    record Answered(int status, Optional<String> retryAfter) implements Reply {
        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /// There was no connection.
    record Unreachable() implements Reply {}

    /// Its certificate is not trusted, is for another name, or TLS failed otherwise.
    record TlsFailed() implements Reply {}

    /// It did not answer in time.
    record TimedOut() implements Reply {}

    /// It closed the connection or spoke something else than HTTP.
    record Broken() implements Reply {}
}
