package waxwing.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import waxwing.gateway.event.EventId;
import waxwing.gateway.event.EventType;

/// One attempt to post an event, and what came of it.
///
/// @param number from 1 on; a replay begins anew
/// @param statusCode if the receiver answered
/// @param next when it will be tried again; empty if it won't
public record Attempt(
        EventId event,
        EventType type,
        int number,
        Instant at,
        Duration took,
        Outcome outcome,
        Optional<Integer> statusCode,
        Optional<Instant> next) {

    /// The same, to be tried again as soon as it was made.
    Attempt againAtOnce() {
        return new Attempt(event, type, number, at, took, outcome, statusCode, Optional.of(at.plus(took)));
    }

    /// What came of an attempt.
    public enum Outcome {
        /// Answered with 2xx.
        DELIVERED,
        /// Answered with anything else; a redirect is not followed.
        REJECTED,
        TIMED_OUT,
        UNREACHABLE,
        TLS_FAILED,
        /// The connection was closed without an answer, or the answer was none.
        BROKEN,
        /// The host's name has no address.
        UNRESOLVED,
        /// The host has an address that the gateway does not post to.
        ADDRESS_REFUSED;

        /// As the API writes it, for example `timed_out`.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// An attempt in the list of all.
    ///
    /// @param position grows
    public record Entry(long position, EndpointId endpoint, Attempt attempt) {}
}
