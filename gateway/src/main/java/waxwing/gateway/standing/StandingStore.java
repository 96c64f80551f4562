package waxwing.gateway.standing;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.registration.BusinessProfile.Quality;
import waxwing.client.registration.BusinessProfile.Standing;

/// Where it is kept what the business was last told of itself.
public interface StandingStore {
    /// @param reason the operator's words; empty unless it is suspended
    /// @param tier 1 to 5
    /// @param quality empty if it was not asked for since it is kept
    record Told(Standing standing, Optional<String> reason, int tier, Optional<Quality> quality) {
        @Override
        public String toString() {
            return "Told[" + standing + ", tier " + tier + ", " + quality + "]";
        }
    }

    /// @param asOf when the relay last said so, by the gateway's clock
    record Known(Told told, Instant asOf) {}

    /// Empty before the relay was first asked.
    Optional<Known> find();

    /// Within a transaction it is a part of it.
    void put(Known known);
}
