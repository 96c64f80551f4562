package waxwing.gateway.apikey;

import java.time.Instant;
import java.util.Optional;

/// What the gateway knows of an API key: everything but the key.
///
/// @param lastUsed to the minute
/// @param previousUntil until when the key from before the last rotation is taken as well
public record ApiKeyEntry(
        ApiKeyId id,
        ApiKeyTerms terms,
        Instant created,
        Optional<Instant> lastUsed,
        Optional<Instant> previousUntil,
        Optional<Instant> revoked) {

    /// Whether it is taken at that time.
    public boolean isLive(Instant at) {
        return revoked.isEmpty()
                && terms.expires().filter(end -> !end.isAfter(at)).isEmpty();
    }
}
