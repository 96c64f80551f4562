package waxwing.gateway;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import waxwing.client.business.DescriptionChange;
import waxwing.client.content.VerifiedDomains;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.Description;
import waxwing.client.registration.SendingLimits;
import waxwing.gateway.message.Identity;

/// A business that waits for approval and has proved a domain, without a relay.
public final class KnownIdentity implements Identity {
    private volatile Supplier<BusinessProfile> profile = KnownIdentity::waiting;

    /// From now on this is what the relay says.
    void isTold(Supplier<BusinessProfile> other) {
        profile = other;
    }

    @Override
    public BusinessProfile profile() {
        return profile.get();
    }

    private static BusinessProfile waiting() {
        var limits = new SendingLimits(1, OptionalInt.of(250), 0, Optional.empty(), 1_200, 600);
        return new BusinessProfile(
                "Lantern Bakery",
                BusinessProfile.Standing.PENDING,
                Optional.empty(),
                limits,
                BusinessProfile.GOOD,
                List.of(),
                List.of(),
                Description.NONE);
    }

    @Override
    public VerifiedDomains domains() {
        return VerifiedDomains.of(List.of("zeisig.example"));
    }

    @Override
    public VerifiedDomains askDomains() {
        return domains();
    }

    @Override
    public DescriptionChange.Outcome describe(DescriptionChange change) {
        return new DescriptionChange.Outcome.Refused("about", "there is no relay");
    }
}
