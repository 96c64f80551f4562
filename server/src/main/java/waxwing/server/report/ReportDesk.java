package waxwing.server.report;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountId;
import waxwing.server.business.Business;
import waxwing.server.business.Businesses;
import waxwing.server.business.Tier;
import waxwing.server.business.Tiers;
import waxwing.server.report.ReportStore.Report;
import waxwing.server.report.ReportStore.Resolution;
import waxwing.server.report.ReportStore.Scope;
import waxwing.server.report.ReportStore.Tally;
import waxwing.store.Database;

/// What reports come to: the quality of a business, what follows from it by itself, and the operator's
/// view.
///
/// A business is shown its rating as it was when the day began (UTC), and its tier follows from that one: a rating
/// that changed with each report would tell when somebody reported, and so, beside what was read just then, who.
/// Only a suspension does not wait.
public final class ReportDesk {
    private static final Logger log = LoggerFactory.getLogger(ReportDesk.class);

    private static final Duration DAY = Duration.ofDays(1);

    /// As long as a tag is taken, and the window beyond.
    private static final Duration KEPT = ReportPolicy.LONGEST_AGO.plus(QualityPolicy.WINDOW);

    private final ReportStore store;
    private final ShownBodies bodies;
    private final Reach reach;
    private final Businesses businesses;
    private final Tiers tiers;
    private final Consequences consequences;
    private final InstantSource clock;
    /// One for each business that was asked about. Kept because a report that becomes a stronger one changes what was
    /// so far.
    private final Map<AccountId, DayQuality> dayQualities = new ConcurrentHashMap<>();

    private record DayQuality(long day, Quality quality) {}

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

    /// What the operator sees of somebody who was reported, as of now.
    record Reported(AccountId account, Quality quality, QualityPolicy.Facts facts, List<Report> open) {}

    /// As of when the day began.
    public Quality qualityOf(AccountId business) {
        long today = Math.floorDiv(clock.millis(), DAY.toMillis());
        DayQuality known = dayQualities.get(business);
        if (known != null && known.day() == today) {
            return known.quality();
        }
        Quality quality = QualityPolicy.quality(factsBefore(today, business));
        dayQualities.put(business, new DayQuality(today, quality));
        return quality;
    }

    private QualityPolicy.Facts factsBefore(long day, AccountId reported) {
        long midnight = day * DAY.toMillis();
        return facts(
                store.tally(reported, midnight - QualityPolicy.WINDOW.toMillis(), midnight),
                reach.before(day, reported, QualityPolicy.WINDOW));
    }

    private QualityPolicy.Facts factsNow(AccountId reported) {
        return facts(
                store.tally(reported, clock.millis() - QualityPolicy.WINDOW.toMillis(), Long.MAX_VALUE),
                reach.within(reported, QualityPolicy.WINDOW));
    }

    private static QualityPolicy.Facts facts(Tally tally, long messages) {
        return new QualityPolicy.Facts(
                tally.people(), tally.mislabelled(), tally.open(), tally.openMislabelled(), messages);
    }

    /// Suspends a business if that is what the published rules say. Harmless to repeat.
    void judge(AccountId reported) {
        businesses.find(reported).ifPresent(this::judge);
    }

    private void judge(Business business) {
        if (business.isVerified()) {
            QualityPolicy.suspension(factsNow(business.account())).ifPresent(reason -> {
                log.info("a business is suspended: {}", reason);
                consequences.suspend(business.account(), reason);
            });
        }
    }

    private void setTier(Business business) {
        if (business.isVerified()) {
            AccountId account = business.account();
            TierPolicy.next(tierFacts(business, qualityOf(account).rating()))
                    .ifPresent(tier -> consequences.setTier(account, tier));
        }
    }

    private TierPolicy.Facts tierFacts(Business business, Quality.Rating rating) {
        Tiers.Usage usage = tiers.usageOf(business.account());
        long since = usage.givenAtMillis().orElse(business.registeredAtMillis());
        return new TierPolicy.Facts(
                usage.tier(), usage.setByOperator(), usage.used(), Duration.ofMillis(clock.millis() - since), rating);
    }

    /// Judges every business and sets its tier: some rules follow from what time brings, and a crash may have come
    /// between a report and what followed. To be called about every hour.
    public void judgeAll() {
        businesses.list().forEach(this::judge);
        businesses.list().forEach(this::setTier);
    }

    /// Forgets reports that can't count any more, and what was counted of days that are over.
    public void forgetOld() {
        store.forgetBefore(clock.millis() - KEPT.toMillis());
        store.forgetBodyCountsBefore(Math.floorDiv(clock.millis(), DAY.toMillis()));
        reach.forgetOld();
    }

    /// Tells of those with reports that count or wait to be resolved, the latest first and one at a time: there may be
    /// many.
    void eachReported(Consumer<Reported> listener) {
        store.reported(clock.millis() - KEPT.toMillis()).forEach(account -> listener.accept(reported(account)));
    }

    /// Empty if no report about it is kept.
    Optional<Reported> find(AccountId account) {
        return store.isKnown(account) ? Optional.of(reported(account)) : Optional.empty();
    }

    private Reported reported(AccountId account) {
        QualityPolicy.Facts facts = factsNow(account);
        return new Reported(account, QualityPolicy.quality(facts), facts, store.open(account));
    }

    /// One report, and the texts of the message if it was shown and they are kept.
    record Opened(Report report, List<String> texts) {}

    Optional<Opened> open(UUID report) {
        return store.find(report)
                .map(found -> new Opened(
                        found, store.sealedBody(report).map(bodies::texts).orElse(List.of())));
    }

    /// What the operator decides holds for the rating that is shown at once.
    int resolve(UUID reportOrAccount, Resolution resolution, String note) {
        int one = store.resolve(new Scope.One(reportOrAccount), resolution, note, clock.millis());
        int resolved = one > 0
                ? one
                : store.resolve(new Scope.AllAbout(new AccountId(reportOrAccount)), resolution, note, clock.millis());
        dayQualities.clear();
        return resolved;
    }

    /// Upholds a report of a business's message that was shown, as one of a mislabelled message: what is in a text, no
    /// rule can judge.
    int findMislabelled(UUID report, String note) {
        int resolved = store.findMislabelled(report, note, clock.millis());
        dayQualities.clear();
        return resolved;
    }
}
