package waxwing.client.messages;

import java.time.Duration;
import waxwing.client.relay.RelayFailureException;

/// How far a message got while somebody waited for it.
public sealed interface SendOutcome {
    /// The state that was waited for, or a later one.
    record Reached(StoredMessage message) implements SendOutcome {}

    /// It will not arrive; `message.progress().reason()` says why.
    record Failed(StoredMessage message) implements SendOutcome {}

    /// Not sent: the recipient's identity key changed. It was failed, not kept.
    record IdentityChanged(StoredMessage message) implements SendOutcome {}

    /// The relay wants a pause; the message stays queued and goes by itself.
    record RateLimited(StoredMessage message, Duration retryAfter) implements SendOutcome {}

    /// Time is over; the message goes on by itself.
    record TimedOut(StoredMessage message) implements SendOutcome {}

    /// The relay can't be used (not reached, wrong key, device revoked); the message stays queued.
    record RelayUnavailable(StoredMessage message, RelayFailureException failure) implements SendOutcome {}
}
