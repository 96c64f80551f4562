package waxwing.gateway.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.SendingLimits;
import waxwing.client.relay.RelayFailureException;

/// What the relay lets the business send, as it said a moment ago.
final class RelayLimits {
    /// For how long an answer is good.
    static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final Supplier<BusinessProfile> profile;
    private final BooleanSupplier connected;
    private final InstantSource clock;
    private volatile @Nullable Known last;

    /// @param profile asks the relay
    /// @param connected whether that can have an answer
    RelayLimits(Supplier<BusinessProfile> profile, BooleanSupplier connected, InstantSource clock) {
        this.profile = profile;
        this.connected = connected;
        this.clock = clock;
    }

    /// @param asOf when the relay said so, by the gateway's clock
    record Known(SendingLimits limits, Instant asOf) {}

    /// Empty if the relay can't be asked.
    Optional<Known> now() {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Known before = last;
        if (before != null
                && !before.asOf().isAfter(now)
                && before.asOf().plus(GOOD_FOR).isAfter(now)) {
            return Optional.of(before);
        }
        if (!connected.getAsBoolean()) {
            return Optional.empty();
        }
        try {
            Known fresh = new Known(profile.get().limits(), now);
            last = fresh;
            return Optional.of(fresh);
        } catch (RelayFailureException _) {
            return Optional.empty();
        }
    }
}
