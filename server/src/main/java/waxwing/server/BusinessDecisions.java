package waxwing.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import waxwing.model.AccountId;
import waxwing.server.admin.BusinessDesk;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Tier;
import waxwing.server.business.Tiers;
import waxwing.server.delivery.BusinessNotices;
import waxwing.server.delivery.KnownLimits;
import waxwing.server.registration.Recertification;
import waxwing.server.report.ReportDesk;

/// What the operator, or the published rules, decide about the businesses: with each decision goes a certificate
/// that says so, and a notice to the business.
record BusinessDecisions(
        Businesses businesses,
        Tiers tiers,
        KnownLimits limits,
        Recertification recertification,
        BusinessNotices notices)
        implements BusinessDesk {
    @Override
    public List<Entry> list() {
        return businesses.list().stream().map(this::entry).toList();
    }

    @Override
    public Optional<Entry> approve(AccountId account) {
        return certified(account, () -> businesses.approve(account));
    }

    @Override
    public Optional<Entry> suspend(AccountId account, String reason) {
        return certified(account, () -> businesses.suspend(account, reason));
    }

    private Optional<Entry> certified(AccountId account, Supplier<Optional<Business>> decision) {
        Optional<Business> changed = recertification.changing(account, decision, Optional::isPresent);
        businesses.forget(account);
        changed.ifPresent(_ -> notices.changed(account));
        return changed.map(this::entry);
    }

    @Override
    public Optional<Entry> limit(AccountId account, OptionalInt tier) {
        Optional<Business> business = businesses.find(account);
        if (business.isPresent() && tier.isPresent()) {
            tiers.setByOperator(account, Tier.ofNumber(tier.getAsInt()).orElseThrow());
            notices.changed(account);
        }
        return business.map(this::entry);
    }

    @Override
    public Optional<Entry> limitByRules(AccountId account) {
        Optional<Business> business = businesses.find(account);
        if (business.isPresent() && tiers.leaveToRules(account)) {
            notices.changed(account);
        }
        return business.map(this::entry);
    }

    /// What follows by itself from the published rules.
    ReportDesk.Consequences byRules() {
        return new ReportDesk.Consequences() {
            @Override
            public void suspend(AccountId account, String reason) {
                Optional<Entry> _ = BusinessDecisions.this.suspend(account, reason);
            }

            @Override
            public void setTier(AccountId account, Tier tier) {
                if (tiers.setByRules(account, tier)) {
                    notices.changed(account);
                }
            }
        };
    }

    private Entry entry(Business business) {
        return new Entry(
                business.account(),
                business.name(),
                switch (business.standing()) {
                    case PENDING -> Standing.PENDING;
                    case VERIFIED -> Standing.VERIFIED;
                    case SUSPENDED -> Standing.SUSPENDED;
                },
                Instant.ofEpochMilli(business.registeredAtMillis()),
                business.suspensionReason().orElse(""),
                limits.of(business.account()));
    }
}
