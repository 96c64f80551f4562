package waxwing.client.relay;

import java.time.Duration;
import java.util.Optional;

/// A call that the relay could not or would not serve, in a closed list of reasons. The message can be shown to a
/// person.
public final class RelayFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Optional<Duration> retryAfter;

    public enum Reason {
        /// No connection, no answer in time, or the relay said UNAVAILABLE: worth trying again.
        UNREACHABLE,
        /// Whoever answers at the relay's address doesn't hold the key that the relay link pins.
        WRONG_KEY,
        /// The relay doesn't know this device any more: its number was registered elsewhere.
        DEVICE_REVOKED,
        /// Too many calls; see [#retryAfter].
        RATE_LIMITED,
        /// The relay's disk is full.
        RELAY_FULL,
        /// The relay refused the call as malformed or not permitted: the two disagree about the protocol.
        REFUSED
    }

    public RelayFailureException(Reason reason, String message, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /// Present where waiting that long can help.
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
