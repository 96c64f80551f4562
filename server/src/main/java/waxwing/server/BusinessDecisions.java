package waxwing.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.server.admin.BusinessDesk;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.registration.Recertification;

/// The operator's view of the businesses: each decision is followed by a certificate that says so.
record BusinessDecisions(Businesses businesses, Recertification recertification) implements BusinessDesk {
    @Override
    public List<Entry> list() {
        return businesses.list().stream().map(BusinessDecisions::entry).toList();
    }

    @Override
    public Optional<Entry> approve(AccountId account) {
        return certified(businesses.approve(account));
    }

    @Override
    public Optional<Entry> suspend(AccountId account, String reason) {
        return certified(businesses.suspend(account, reason));
    }

    private Optional<Entry> certified(Optional<Business> changed) {
        changed.ifPresent(business -> recertification.recertify(business.account()));
        return changed.map(BusinessDecisions::entry);
    }

    private static Entry entry(Business business) {
        return new Entry(
                business.account(),
                business.name(),
                switch (business.standing()) {
                    case PENDING -> Standing.PENDING;
                    case VERIFIED -> Standing.VERIFIED;
                    case SUSPENDED -> Standing.SUSPENDED;
                },
                Instant.ofEpochMilli(business.registeredAtMillis()),
                business.suspensionReason().orElse(""));
    }
}
