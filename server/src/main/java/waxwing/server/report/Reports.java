package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
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
    private static final Duration DAY = Duration.ofDays(1);
    private static final int AT_ONCE = 30;
    private static final int DAILY = 100;

    /// Bodies of up to 96 KiB that wait for the operator. A report whose body is not kept counts like any other.
    private static final int BODIES_ABOUT_ACCOUNT = 200;

    private static final int BODIES_OF_REPORTER_ABOUT_ACCOUNT = 10;
    private static final int BODIES_OF_REPORTER_DAILY = 10;

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
        this.budget = new Limiter<>(new Rate(AT_ONCE, DAY.dividedBy(DAILY)), Limiter.WhenFull.REFUSE, clock);
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
        ReportResult result = database.inRetriedTransaction(_ -> keep(message, proof));
        if (result instanceof ReportResult.Counted) {
            desk.judge(message.statement().sender());
        }
        return result;
    }

    /// Another report of the same message may come in between: then this one is held against that.
    private ReportResult keep(Reported message, Proof proof) {
        while (true) {
            Optional<Report> before = store.about(message.tag());
            if (before.filter(known -> known.proof().compareTo(proof.strength()) >= 0)
                    .isPresent()) {
                return new ReportResult.AlreadyReported();
            }
            if (before.isPresent() ? strengthen(before.get(), message, proof) : add(message, proof)) {
                return new ReportResult.Counted();
            }
        }
    }

    private boolean add(Reported message, Proof proof) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Report report =
                report(id, message, proof, Shown.by(proof, message.statement().label()), clock.millis());
        return store.add(report, sealedBody(report, message, proof));
    }

    /// Shows more of what was reported before. It counts as it did, and stays resolved, unless it is only now shown
    /// that the message was mislabelled: then it counts and waits as if it came now.
    private boolean strengthen(Report before, Reported message, Proof proof) {
        Shown shown = Shown.by(proof, message.statement().label());
        boolean reopens =
                shown.finding() == Finding.MISLABELLED && before.shown().finding() != Finding.MISLABELLED;
        long reportedAt = reopens ? clock.millis() : before.times().reportedAt();
        Report report = report(before.id(), message, proof, shown, reportedAt);
        return store.strengthen(report, before.proof(), reopens, sealedBody(report, message, proof));
    }

    private Report report(UUID id, Reported message, Proof proof, Shown shown, long reportedAtMillis) {
        RelayTags.Statement statement = message.statement();
        return new Report(
                id,
                message.tag(),
                statement.sender(),
                mark(statement.recipient(), statement.sender()),
                statement.label(),
                new Times(statement.acceptedAtMillis(), reportedAtMillis),
                shown,
                proof.strength());
    }

    /// The body for the operator to read; empty if none was shown, or there are enough of them.
    private Optional<ByteString> sealedBody(Report report, Reported message, Proof proof) {
        if (!(proof instanceof Proof.OfContent(var _, var body))) {
            return Optional.empty();
        }
        ReportStore.BodyCount kept = store.bodies(report.reported(), report.reporterMark());
        boolean room = kept.aboutReported() < BODIES_ABOUT_ACCOUNT
                && kept.ofReporter() < BODIES_OF_REPORTER_ABOUT_ACCOUNT
                && countBody(message.statement().recipient());
        return room ? Optional.of(bodies.seal(body.bytes())) : Optional.empty();
    }

    private boolean countBody(AccountId reporter) {
        long today = Math.floorDiv(clock.millis(), DAY.toMillis());
        return store.countBody(dayMark(reporter, today), today, BODIES_OF_REPORTER_DAILY);
    }

    private ByteString dayMark(AccountId reporter, long day) {
        byte[] days = ByteBuffer.allocate(Long.BYTES).putLong(day).array();
        return reporters.of(ByteString.copyFrom(reporter.toBytes()), ByteString.copyFrom(days));
    }

    private ByteString mark(AccountId reporter, AccountId reported) {
        return reporters.of(ByteString.copyFrom(reporter.toBytes()), ByteString.copyFrom(reported.toBytes()));
    }
}
