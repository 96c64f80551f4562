package waxwing.gateway.apikey;

import java.time.Instant;
import java.util.Optional;

/// What the gateway knows of an API key: everything but the key.
///
/// @param lastUsed to the minute
public record ApiKeyEntry(
        ApiKeyId id, String label, Instant created, Optional<Instant> lastUsed, Optional<Instant> revoked) {}
