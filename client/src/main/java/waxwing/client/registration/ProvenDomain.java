package waxwing.client.registration;

import java.time.Instant;
import waxwing.relay.v1.VerifiedDomain;

/// A domain that a business has proved to the relay.
///
/// @param name in ASCII and lower case
/// @param expiresAt from then on it has to be proved again
public record ProvenDomain(String name, Instant verifiedAt, Instant expiresAt) {
    public static ProvenDomain of(VerifiedDomain domain) {
        return new ProvenDomain(
                domain.getDomain(),
                Instant.ofEpochMilli(domain.getVerifiedAtMs()),
                Instant.ofEpochMilli(domain.getExpiresAtMs()));
    }
}
