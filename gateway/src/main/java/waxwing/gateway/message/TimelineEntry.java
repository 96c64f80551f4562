package waxwing.gateway.message;

import java.time.Instant;
import java.util.Optional;

/// One step of a message.
///
/// @param code why, for a message that was suppressed or failed: one of the API's error codes
/// @param at by the gateway's clock
public record TimelineEntry(MessageStatus status, Optional<String> code, Instant at) {}
