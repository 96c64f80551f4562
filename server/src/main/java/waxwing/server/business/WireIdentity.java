package waxwing.server.business;

import java.util.List;
import waxwing.relay.v1.BusinessProfile;
import waxwing.relay.v1.VerifiedDomain;

/// What is told of a business, as it goes over the wire.
public final class WireIdentity {
    private WireIdentity() {}

    public static List<VerifiedDomain> domains(List<OwnedDomain> domains) {
        return domains.stream().map(WireIdentity::domain).toList();
    }

    static VerifiedDomain domain(OwnedDomain domain) {
        return VerifiedDomain.newBuilder()
                .setDomain(domain.name().value())
                .setVerifiedAtMs(domain.verifiedAt().toEpochMilli())
                .setExpiresAtMs(domain.expiresAt().toEpochMilli())
                .build();
    }

    public static BusinessProfile profile(Profile profile) {
        return BusinessProfile.newBuilder()
                .setAbout(profile.about())
                .setWebsite(profile.website())
                .setSupportEmail(profile.supportEmail())
                .build();
    }
}
