package waxwing.server.report;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountId;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Standing;
import waxwing.server.business.Tier;
import waxwing.server.business.Tiers;
import waxwing.server.report.ReportStore.Report;
import waxwing.server.report.ReportStore.Resolution;
import waxwing.server.report.ReportStore.Scope;
import waxwing.server.report.ReportStore.Tally;
import waxwing.store.Database;

/// What reports come to: the quality of a business, what follows from it by itself, and the operator's
/// view.
public final class ReportDesk {
    private static final Logger log = LoggerFactory.getLogger(ReportDesk.class);

    /// As long as a tag is taken, and the window beyond.
    private static final Duration KEPT = ReportPolicy.LONGEST_AGO.plus(QualityPolicy.WINDOW);

    private final ReportStore store;
    private final ShownBodies bodies;
    private final Reach reach;
    private final Businesses businesses;
    private final Tiers tiers;
    private final Consequences consequences;
    private final InstantSource clock;

    /// What is known of businesses besides the reports.
    public record Known(Businesses businesses, Tiers tiers, Reach reach) {}

    /// What follows by itself. The business is told.
    public interface Consequences {
        /// From now on none of its messages are delivered.
        void suspend(AccountId business, String reason);

        /// From now on it has this tier, unless the operator has given it one.
        void setTier(AccountId business, Tier tier);
    }

    public ReportDesk(
            Database database, ShownBodies bodies, Known known, Consequences consequences, InstantSource clock) {
        this.store = new SqlReportStore(database);
        this.bodies = bodies;
        this.reach = known.reach();
        this.businesses = known.businesses();
        this.tiers = known.tiers();
        this.consequences = consequences;
        this.clock = clock;
    }

    /// What the operator sees of somebody who was reported.
    record Reported(AccountId account, Quality quality, QualityPolicy.Facts facts, List<Report> open) {}

    public Quality qualityOf(AccountId business) {
        return QualityPolicy.quality(facts(business));
    }

    private QualityPolicy.Facts facts(AccountId reported) {
        Tally tally = store.tally(reported, clock.millis() - QualityPolicy.WINDOW.toMillis());
        return new QualityPolicy.Facts(
                tally.people(),
                tally.mislabelled(),
                tally.open(),
                tally.openMislabelled(),
                reach.within(reported, QualityPolicy.WINDOW));
    }

    /// Does what the published rules say about a business. Harmless to repeat.
    void judge(AccountId reported) {
        businesses.find(reported).ifPresent(this::judge);
    }

    private void judge(Business business) {
        if (business.standing() == Standing.VERIFIED) {
            AccountId account = business.account();
            QualityPolicy.Facts facts = facts(account);
            QualityPolicy.suspension(facts).ifPresent(reason -> {
                log.info("a business is suspended: {}", reason);
                consequences.suspend(account, reason);
            });
            TierPolicy.next(tierFacts(business, QualityPolicy.quality(facts).rating()))
                    .ifPresent(tier -> consequences.setTier(account, tier));
        }
    }

    private TierPolicy.Facts tierFacts(Business business, Quality.Rating rating) {
        Tiers.Usage usage = tiers.usageOf(business.account());
        long since = usage.givenAtMillis().orElse(business.registeredAtMillis());
        return new TierPolicy.Facts(
                usage.tier(), usage.setByOperator(), usage.used(), Duration.ofMillis(clock.millis() - since), rating);
    }

    /// Judges every business: some rules follow from what time brings, and a crash may have come between a
    /// report and what followed. To be called about every hour.
    public void judgeAll() {
        businesses.list().forEach(this::judge);
    }

    /// Forgets reports that can't count any more.
    public void forgetOld() {
        store.forgetBefore(clock.millis() - KEPT.toMillis());
        reach.forgetOld();
    }

    /// Those with reports that count or wait to be resolved, the latest first.
    List<Reported> reported() {
        return store.reported(clock.millis() - KEPT.toMillis()).stream()
                .map(this::reported)
                .toList();
    }

    Reported reported(AccountId account) {
        QualityPolicy.Facts facts = facts(account);
        return new Reported(account, QualityPolicy.quality(facts), facts, store.open(account));
    }

    /// The texts of a message that was shown.
    List<String> texts(Report report) {
        return report.sealedBody().map(bodies::texts).orElse(List.of());
    }

    int resolve(UUID reportOrAccount, Resolution resolution, String note) {
        int one = store.resolve(new Scope.One(reportOrAccount), resolution, note, clock.millis());
        return one > 0
                ? one
                : store.resolve(new Scope.AllAbout(new AccountId(reportOrAccount)), resolution, note, clock.millis());
    }
}
