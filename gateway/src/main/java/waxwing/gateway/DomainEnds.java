package waxwing.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import waxwing.client.registration.BusinessProfile;
import waxwing.client.registration.ProvenDomain;

/// What the business's operator is told before the proofs of its domains end, and for a while after.
final class DomainEnds {
    private static final Duration SOON = Duration.ofDays(30);

    private DomainEnds() {}

    /// All domains that there is something to tell of: those that are proved and those that were until lately.
    static List<ProvenDomain> domains(BusinessProfile profile) {
        return Stream.concat(profile.domains().stream(), profile.endedDomains().stream())
                .toList();
    }

    /// A line for each domain whose proof has ended or is about to.
    static List<String> warnings(List<ProvenDomain> domains, Instant now) {
        return domains.stream()
                .filter(domain -> !now.plus(SOON).isBefore(domain.expiresAt()))
                .map(domain -> warning(domain, now))
                .toList();
    }

    private static String warning(ProvenDomain domain, Instant now) {
        Instant end = domain.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        String prove = "waxwing gateway domain add " + domain.name() + " --email postmaster@" + domain.name();
        return now.isBefore(domain.expiresAt())
                ? "the proof of " + domain.name() + " ends at " + end + "; prove it again: " + prove
                : "the proof of " + domain.name() + " ended at " + end
                        + ", and links there are refused; prove it again: " + prove
                        + "; or give it up: waxwing gateway domain remove " + domain.name();
    }
}
