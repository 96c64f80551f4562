package waxwing.client.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The relay's clock, as far as it has said what it shows: submit ids are made by it, so that an end whose own
/// clock is wrong can send all the same.
final class RelayTime implements InstantSource {
    private final InstantSource own;
    private volatile Duration ahead = Duration.ZERO;

    RelayTime(InstantSource own) {
        this.own = own;
    }

    /// The relay's clock shows this now.
    void shows(Instant relays) {
        ahead = Duration.between(own.instant(), relays);
    }

    @Override
    public Instant instant() {
        return own.instant().plus(ahead);
    }
}
