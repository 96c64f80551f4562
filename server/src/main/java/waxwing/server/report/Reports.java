package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.relay.v1.ReportRefused;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;
import waxwing.server.report.ReportPolicy.Reported;
import waxwing.server.report.ReportStore.Report;
import waxwing.server.report.ReportStore.Times;
import waxwing.server.secrets.KeyedHash;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.store.Database;

/// Takes reports: checks that each proves what it says, and keeps it once. Durable when its methods return.
public final class Reports {
    private static final int AT_ONCE = 30;
    private static final int DAILY = 100;

    private final Database database;
    private final ReportStore store;
    private final RelayTags tags;
    private final KeyedHash reporters;
    private final ShownBodies bodies;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ReportDesk desk;
    private final Limiter<AccountId> budget;

    /// What reports are checked and kept with.
    public record Means(
            RelayTags tags, RelaySecrets secrets, ShownBodies bodies, InstantSource clock, SecureRandom random) {}

    /// @param desk judges an account after each report that counts
    public Reports(Database database, Means means, ReportDesk desk) {
        this.database = database;
        this.store = new SqlReportStore(database);
        this.tags = means.tags();
        this.reporters = new KeyedHash(means.secrets().derive(Purpose.REPORTER));
        this.bodies = means.bodies();
        this.clock = means.clock();
        this.random = means.random();
        this.desk = desk;
        this.budget =
                new Limiter<>(new Rate(AT_ONCE, Duration.ofDays(1).dividedBy(DAILY)), Limiter.WhenFull.REFUSE, clock);
    }

    ReportResult report(Reported message, Proof proof) {
        AccountId reporter = message.statement().recipient();
        Optional<Duration> wait = budget.take(reporter);
        if (wait.isPresent()) {
            return new ReportResult.RateLimited(wait.get());
        }
        Optional<ReportRefused.Code> refusal = ReportPolicy.refusal(message, proof, tags, clock.millis());
        if (refusal.isPresent()) {
            return new ReportResult.Refused(refusal.get());
        }
        ReportResult result = database.inTransaction(_ -> keep(message, proof));
        if (result instanceof ReportResult.Counted) {
            desk.judge(message.statement().sender());
        }
        return result;
    }

    private ReportResult keep(Reported message, Proof proof) {
        Optional<Report> before = store.about(message.tag());
        if (before.filter(known -> known.proof().compareTo(proof.strength()) >= 0)
                .isPresent()) {
            return new ReportResult.AlreadyReported();
        }
        RelayTags.Statement statement = message.statement();
        store.put(new Report(
                before.map(Report::id).orElseGet(() -> new UUID(random.nextLong(), random.nextLong())),
                message.tag(),
                statement.sender(),
                mark(statement.recipient(), statement.sender()),
                statement.label(),
                new Times(statement.acceptedAtMillis(), clock.millis()),
                Shown.by(proof, statement.label()),
                proof.strength(),
                proof instanceof Proof.OfContent(var _, var body)
                        ? Optional.of(bodies.seal(body.bytes()))
                        : Optional.empty()));
        return new ReportResult.Counted();
    }

    private ByteString mark(AccountId reporter, AccountId reported) {
        return reporters.of(ByteString.copyFrom(reporter.toBytes()), ByteString.copyFrom(reported.toBytes()));
    }
}
