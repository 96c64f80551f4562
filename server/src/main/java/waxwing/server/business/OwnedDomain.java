package waxwing.server.business;

import java.time.Duration;
import java.time.Instant;

/// A domain that a business has proved.
public record OwnedDomain(DomainName name, Instant verifiedAt) {
    /// Domains change hands. The CA/Browser Forum lets nobody reuse a proof for longer either.
    static final Duration LIFE = Duration.ofDays(398);

    /// How long its business is told that it ended.
    static final Duration TOLD = Duration.ofDays(30);

    /// From then on it counts no more, until it is proved again.
    public Instant expiresAt() {
        return verifiedAt.plus(LIFE);
    }
}
