package waxwing.server;

import waxwing.model.AccountId;
import waxwing.server.business.Businesses;
import waxwing.server.registration.BusinessApplications;

/// Registration's view of the businesses.
record KnownBusinesses(Businesses businesses) implements BusinessApplications {
    @Override
    public void registered(AccountId account, String name) {
        businesses.registered(account, name);
    }

    @Override
    public void committed(AccountId account) {
        businesses.forget(account);
    }

    @Override
    public String verifiedNameOf(AccountId account) {
        return businesses.verifiedNameOf(account);
    }
}
