package waxwing.client.report;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import waxwing.client.report.Evidence.Inside;
import waxwing.client.report.Evidence.Stamp;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.MessageKind;
import waxwing.store.Database;

/// Evidence in the profile's database.
public final class SqlEvidence implements EvidenceStore {
    /// As long as the relay takes a report.
    private static final Duration KEPT = Duration.ofDays(60);

    /// Messages; some 300 bytes each, their content apart, which stands in the history.
    private static final int MOST = 50_000;

    private final Database database;

    public SqlEvidence(Database database) {
        this.database = database;
    }

    @Override
    public void keep(Evidence evidence, ByteString stored) {
        Stamp stamp = evidence.stamp();
        Inside inside = evidence.inside();
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO report_evidence (sender, message_id, device_id, submit_id, accepted_at_ms, label,
                                                     header_commitment, body_commitment, relay_tag, header,
                                                     header_opening, body, body_opening)
                        VALUES (:sender, :message, :device, :submit, :accepted, :label, :headerCommitment,
                                :bodyCommitment, :tag, :header, :headerOpening, :body, :bodyOpening)
                        """)
                .bind("sender", stamp.sender().value())
                .bind("message", evidence.message().value())
                .bind("device", stamp.device().value())
                .bind("submit", stamp.submit().value())
                .bind("accepted", stamp.acceptedAtMillis())
                .bind("label", evidence.isLabelled() ? stamp.label().name() : null)
                .bind("headerCommitment", evidence.commitments().getHeader().toByteArray())
                .bind("bodyCommitment", evidence.commitments().getBody().toByteArray())
                .bind("tag", evidence.relayTag().toByteArray())
                .bind("header", inside.header().toByteArray())
                .bind("headerOpening", inside.headerOpening().toByteArray())
                .bind(
                        "body",
                        inside.body().equals(stored) ? null : inside.body().toByteArray())
                .bind("bodyOpening", inside.bodyOpening().toByteArray())
                .execute());
    }

    @Override
    public Optional<Evidence> of(AccountId sender, MessageId message) {
        return database.read(handle -> handle.createQuery("""
                        SELECT e.sender, e.message_id, e.device_id, e.submit_id, e.accepted_at_ms, e.label,
                               e.header_commitment, e.body_commitment, e.relay_tag, e.header, e.header_opening,
                               COALESCE(e.body, m.body) AS body, e.body_opening
                        FROM report_evidence e
                             JOIN message m ON m.sender = e.sender AND m.message_id = e.message_id
                        WHERE e.sender = :sender AND e.message_id = :message
                        """)
                .bind("sender", sender.value())
                .bind("message", message.value())
                .map((row, _) -> evidence(row))
                .findOne());
    }

    @Override
    public void purge(Instant now) {
        database.inTransaction(handle -> {
            handle.execute(
                    "DELETE FROM report_evidence WHERE accepted_at_ms < ?",
                    now.minus(KEPT).toEpochMilli());
            return handle.execute("""
                    DELETE FROM report_evidence WHERE accepted_at_ms <=
                        (SELECT accepted_at_ms FROM report_evidence ORDER BY accepted_at_ms DESC LIMIT 1 OFFSET ?)
                    """, MOST);
        });
    }

    private static Evidence evidence(ResultSet row) throws SQLException {
        return new Evidence(
                new MessageId(row.getObject("message_id", UUID.class)),
                new Stamp(
                        new AccountId(row.getObject("sender", UUID.class)),
                        new DeviceId(row.getInt("device_id")),
                        new SubmitId(row.getObject("submit_id", UUID.class)),
                        row.getLong("accepted_at_ms"),
                        Optional.ofNullable(row.getString("label"))
                                .map(MessageKind::valueOf)
                                .orElse(MessageKind.MESSAGE_KIND_UNSPECIFIED)),
                Commitments.newBuilder()
                        .setHeader(bytes(row, "header_commitment"))
                        .setBody(bytes(row, "body_commitment"))
                        .build(),
                bytes(row, "relay_tag"),
                new Inside(
                        bytes(row, "header"),
                        bytes(row, "header_opening"),
                        bytes(row, "body"),
                        bytes(row, "body_opening")));
    }

    private static ByteString bytes(ResultSet row, String column) throws SQLException {
        return ByteString.copyFrom(row.getBytes(column));
    }
}
