package waxwing.server.credentials;

import java.util.List;

/// What a certificate states about a business that the operator has verified.
///
/// @param domains that it has proved, in ASCII and lower case
public record VerifiedBusiness(String name, List<String> domains) {
    public VerifiedBusiness {
        domains = List.copyOf(domains);
    }
}
