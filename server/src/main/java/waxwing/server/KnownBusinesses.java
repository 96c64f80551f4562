package waxwing.server;

import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.server.business.Businesses;
import waxwing.server.business.DomainProofs;
import waxwing.server.business.Profiles;
import waxwing.server.credentials.VerifiedBusiness;
import waxwing.server.registration.BusinessApplications;

/// Registration's view of the businesses.
record KnownBusinesses(Businesses businesses, DomainProofs domains, Profiles profiles) implements BusinessApplications {
    @Override
    public void registered(AccountId account, String name) {
        businesses.registered(account, name);
        // Whoever registers proves the number; the domains and the words may be somebody else's.
        domains.forget(account);
        profiles.forget(account);
    }

    @Override
    public void committed(AccountId account) {
        businesses.forget(account);
    }

    @Override
    public Optional<VerifiedBusiness> verified(AccountId account) {
        String name = businesses.verifiedNameOf(account);
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new VerifiedBusiness(
                        name,
                        domains.of(account).stream()
                                .map(domain -> domain.name().value())
                                .toList()));
    }
}
