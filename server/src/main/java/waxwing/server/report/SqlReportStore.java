package waxwing.server.report;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import waxwing.model.AccountId;
import waxwing.relay.v1.MessageKind;
import waxwing.store.Database;

/// Reports in SQL: tables `report`, `body_count` and `business_reach`.
final class SqlReportStore implements ReportStore {
    private static final String COLUMNS = """
            report_id, relay_tag, reported_id, reporter_mark, label, message_at, reported_at, proof, finding,
            inner_kind
            """;
    private static final String COUNTS = "(resolution IS NULL OR resolution <> 'DISMISSED')";

    private final Database database;

    SqlReportStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Report> about(ByteString relayTag) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM report WHERE relay_tag = :tag")
                .bind("tag", relayTag.toByteArray())
                .map((row, _) -> report(row))
                .findOne());
    }

    @Override
    public Optional<Report> find(UUID id) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM report WHERE report_id = :id")
                .bind("id", id)
                .map((row, _) -> report(row))
                .findOne());
    }

    @Override
    public boolean add(Report report, Optional<ByteString> sealedBody) {
        return database.inTransaction(handle -> handle.createUpdate("INSERT INTO report (" + COLUMNS + """
                                , body_sealed)
                                VALUES (:id, :tag, :reported, :mark, :label, :messageAt, :reportedAt, :proof, :finding,
                                        :innerKind, :body)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("id", report.id())
                        .bind("tag", report.relayTag().toByteArray())
                        .bind("reported", report.reported().value())
                        .bind("mark", report.reporterMark().toByteArray())
                        .bind("label", nameOf(report.label()))
                        .bind("messageAt", report.times().messageAt())
                        .bind("reportedAt", report.times().reportedAt())
                        .bind("proof", report.proof().name())
                        .bind("finding", report.shown().finding().name())
                        .bind("innerKind", report.shown().innerKind().orElse(null))
                        .bind("body", sealedBody.map(ByteString::toByteArray).orElse(null))
                        .execute()
                > 0);
    }

    @Override
    public boolean strengthen(Report report, Proof.Strength weaker, boolean reopens, Optional<ByteString> sealedBody) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                UPDATE report SET proof = :proof, finding = :finding, inner_kind = :innerKind,
                                    reported_at = :reportedAt,
                                    body_sealed = CASE WHEN :reopens OR resolution IS NULL
                                                       THEN CAST(:body AS BYTEA) END,
                                    resolution = CASE WHEN NOT :reopens THEN resolution END,
                                    resolution_note = CASE WHEN NOT :reopens THEN resolution_note END,
                                    resolved_at = CASE WHEN NOT :reopens THEN resolved_at END
                                WHERE relay_tag = :tag AND proof = :weaker
                                """)
                        .bind("proof", report.proof().name())
                        .bind("finding", report.shown().finding().name())
                        .bind("innerKind", report.shown().innerKind().orElse(null))
                        .bind("reportedAt", report.times().reportedAt())
                        .bind("reopens", reopens)
                        .bind("body", sealedBody.map(ByteString::toByteArray).orElse(null))
                        .bind("tag", report.relayTag().toByteArray())
                        .bind("weaker", weaker.name())
                        .execute()
                > 0);
    }

    @Override
    public Optional<ByteString> sealedBody(UUID report) {
        return database.read(handle -> handle.createQuery("SELECT body_sealed FROM report WHERE report_id = :id")
                .bind("id", report)
                .map((row, _) ->
                        Optional.ofNullable(row.getBytes("body_sealed")).map(ByteString::copyFrom))
                .findOne()
                .flatMap(body -> body));
    }

    @Override
    public BodyCount bodies(AccountId reported, ByteString reporterMark) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) AS about_reported,
                               COUNT(CASE WHEN reporter_mark = :mark THEN 1 END) AS of_reporter
                        FROM report WHERE reported_id = :reported AND body_sealed IS NOT NULL
                        """)
                .bind("mark", reporterMark.toByteArray())
                .bind("reported", reported.value())
                .map((row, _) -> new BodyCount(row.getLong("about_reported"), row.getLong("of_reporter")))
                .one());
    }

    @Override
    public boolean countBody(ByteString dayMark, long day, int most) {
        return database.inTransaction(handle -> handle.createUpdate(
                                        "UPDATE body_count SET bodies = bodies + 1 WHERE day_mark = :mark AND bodies < :most")
                                .bind("mark", dayMark.toByteArray())
                                .bind("most", most)
                                .execute()
                        > 0
                || handle.createUpdate("""
                                        INSERT INTO body_count (day_mark, shown_day, bodies) VALUES (:mark, :day, 1)
                                        ON CONFLICT DO NOTHING
                                        """)
                                .bind("mark", dayMark.toByteArray())
                                .bind("day", day)
                                .execute()
                        > 0);
    }

    @Override
    public void forgetBodyCountsBefore(long day) {
        database.inTransaction(handle -> handle.execute("DELETE FROM body_count WHERE shown_day < ?", day));
    }

    private static Optional<String> nameOf(MessageKind label) {
        return label == MessageKind.MESSAGE_KIND_UNSPECIFIED ? Optional.empty() : Optional.of(label.name());
    }

    @Override
    public Tally tally(AccountId reported, long sinceMillis, long beforeMillis) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(DISTINCT reporter_mark) AS people,
                               COUNT(DISTINCT CASE WHEN finding = 'MISLABELLED' THEN reporter_mark END) AS mislabelled,
                               COUNT(DISTINCT CASE WHEN resolution IS NULL THEN reporter_mark END) AS open,
                               COUNT(DISTINCT CASE WHEN resolution IS NULL AND finding = 'MISLABELLED'
                                                   THEN reporter_mark END) AS open_mislabelled
                        FROM report WHERE reported_id = :reported AND reported_at >= :since AND reported_at < :before
                                          AND\s""" + COUNTS)
                .bind("reported", reported.value())
                .bind("since", sinceMillis)
                .bind("before", beforeMillis)
                .map((row, _) -> new Tally(
                        row.getLong("people"),
                        row.getLong("mislabelled"),
                        row.getLong("open"),
                        row.getLong("open_mislabelled")))
                .one());
    }

    @Override
    public List<AccountId> reported(long sinceMillis) {
        return database.read(
                handle -> handle.createQuery("SELECT reported_id FROM report WHERE reported_at >= :since AND " + COUNTS
                                + " GROUP BY reported_id ORDER BY MAX(reported_at) DESC, reported_id")
                        .bind("since", sinceMillis)
                        .map((row, _) -> new AccountId(row.getObject("reported_id", UUID.class)))
                        .list());
    }

    @Override
    public boolean isKnown(AccountId reported) {
        return database.read(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM report WHERE reported_id = :reported)")
                        .bind("reported", reported.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    @Override
    public List<Report> open(AccountId reported) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + """
                         FROM report WHERE reported_id = :reported AND resolution IS NULL ORDER BY reported_at, report_id
                        """)
                .bind("reported", reported.value())
                .map((row, _) -> report(row))
                .list());
    }

    @Override
    public int resolve(Scope scope, Resolution resolution, String note, long nowMillis) {
        String which = switch (scope) {
            case Scope.One _ -> "report_id = :which";
            case Scope.AllAbout _ -> "reported_id = :which";
        };
        UUID id = switch (scope) {
            case Scope.One(UUID report) -> report;
            case Scope.AllAbout(AccountId reported) -> reported.value();
        };
        return database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE report SET resolution = :resolution, resolution_note = :note, resolved_at = :now,
                                          body_sealed = NULL
                        WHERE resolution IS NULL AND\s""" + which)
                .bind("resolution", resolution.name())
                .bind("note", note)
                .bind("now", nowMillis)
                .bind("which", id)
                .execute());
    }

    @Override
    public int findMislabelled(UUID report, String note, long nowMillis) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE report SET finding = 'MISLABELLED', resolution = 'UPHELD', resolution_note = :note,
                                          resolved_at = :now, body_sealed = NULL
                        WHERE report_id = :id AND resolution IS NULL AND proof = 'CONTENT' AND label IS NOT NULL
                        """)
                .bind("note", note)
                .bind("now", nowMillis)
                .bind("id", report)
                .execute());
    }

    @Override
    public void forgetBefore(long millis) {
        database.inTransaction(handle -> handle.execute("DELETE FROM report WHERE reported_at < ?", millis));
    }

    @Override
    public void addReach(AccountId business, long day, long messages) {
        database.inTransaction(handle -> {
            int known = bind(handle.createUpdate("""
                                    UPDATE business_reach SET messages = messages + :messages
                                    WHERE account_id = :business AND reach_day = :day
                                    """), business, day)
                    .bind("messages", messages)
                    .execute();
            return known > 0
                    ? known
                    : bind(handle.createUpdate("""
                                            INSERT INTO business_reach (account_id, reach_day, messages)
                                            VALUES (:business, :day, :messages)
                                            """), business, day)
                            .bind("messages", messages)
                            .execute();
        });
    }

    @Override
    public long reach(AccountId business, long sinceDay, long beforeDay) {
        return database.read(handle -> bind(handle.createQuery("""
                                SELECT COALESCE(SUM(messages), 0) FROM business_reach
                                WHERE account_id = :business AND reach_day >= :day AND reach_day < :before
                                """), business, sinceDay)
                .bind("before", beforeDay)
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void forgetReachBefore(long day) {
        database.inTransaction(handle -> handle.execute("DELETE FROM business_reach WHERE reach_day < ?", day));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, AccountId business, long day) {
        return statement.bind("business", business.value()).bind("day", day);
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getObject("report_id", UUID.class),
                ByteString.copyFrom(row.getBytes("relay_tag")),
                new AccountId(row.getObject("reported_id", UUID.class)),
                ByteString.copyFrom(row.getBytes("reporter_mark")),
                Optional.ofNullable(row.getString("label"))
                        .map(MessageKind::valueOf)
                        .orElse(MessageKind.MESSAGE_KIND_UNSPECIFIED),
                new Times(row.getLong("message_at"), row.getLong("reported_at")),
                new Shown(Finding.valueOf(row.getString("finding")), Optional.ofNullable(row.getString("inner_kind"))),
                Proof.Strength.valueOf(row.getString("proof")));
    }
}
