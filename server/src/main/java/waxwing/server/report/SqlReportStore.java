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

/// Reports in SQL: tables `report` and `business_reach`.
final class SqlReportStore implements ReportStore {
    private static final String COLUMNS = """
            report_id, relay_tag, reported_id, reporter_mark, label, message_at, reported_at, proof, finding,
            inner_kind, body_sealed
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
    public void put(Report report) {
        database.inTransaction(handle -> {
            handle.createUpdate("DELETE FROM report WHERE relay_tag = :tag")
                    .bind("tag", report.relayTag().toByteArray())
                    .execute();
            return handle.createUpdate("INSERT INTO report (" + COLUMNS + """
                            ) VALUES (:id, :tag, :reported, :mark, :label, :messageAt, :reportedAt, :proof, :finding,
                                      :innerKind, :body)
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
                    .bind(
                            "body",
                            report.sealedBody().map(ByteString::toByteArray).orElse(null))
                    .execute();
        });
    }

    private static Optional<String> nameOf(MessageKind label) {
        return label == MessageKind.MESSAGE_KIND_UNSPECIFIED ? Optional.empty() : Optional.of(label.name());
    }

    @Override
    public Tally tally(AccountId reported, long sinceMillis) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(DISTINCT reporter_mark) AS people,
                               COUNT(DISTINCT CASE WHEN finding = 'MISLABELLED' THEN reporter_mark END) AS mislabelled,
                               COUNT(DISTINCT CASE WHEN resolution IS NULL THEN reporter_mark END) AS open,
                               COUNT(DISTINCT CASE WHEN resolution IS NULL AND finding = 'MISLABELLED'
                                                   THEN reporter_mark END) AS open_mislabelled
                        FROM report WHERE reported_id = :reported AND reported_at >= :since AND\s""" + COUNTS)
                .bind("reported", reported.value())
                .bind("since", sinceMillis)
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
    public long reach(AccountId business, long sinceDay) {
        return database.read(handle -> bind(handle.createQuery("""
                                SELECT COALESCE(SUM(messages), 0) FROM business_reach
                                WHERE account_id = :business AND reach_day >= :day
                                """), business, sinceDay)
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
                Proof.Strength.valueOf(row.getString("proof")),
                Optional.ofNullable(row.getBytes("body_sealed")).map(ByteString::copyFrom));
    }
}
