package waxwing.client.exchange;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import waxwing.client.messages.Backlog;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.people.SqlContacts;
import waxwing.content.v1.Body;
import waxwing.content.v1.MessageStatuses;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;
import waxwing.store.Database;
import waxwing.store.Sql;

/// The outbox in the profile's database.
final class SqlOutbox implements OutboxStore {
    /// A contact, and the oldest of what is on its way to it.
    private static final String OLDEST = """
            o.outgoing_id, o.message_id, o.made_at_ms, o.control, o.kind, o.attempts, o.frame, m.body, m.expires_at_ms
            FROM contact c
                LEFT JOIN outgoing o ON o.outgoing_id =
                    (SELECT f.outgoing_id FROM outgoing f WHERE f.contact_id = :contact AND f.accepted_at_ms IS NULL%s
                     ORDER BY f.contact_id, f.accepted_at_ms, f.outgoing_id LIMIT 1)
                LEFT JOIN message m ON m.message_id = o.message_id AND m.direction = 'SENT'
            WHERE c.contact_id = :contact
            """;

    /// All that a step needs to know, in one look.
    private static final String WAITING = """
            SELECT c.*,
                (SELECT ARRAY_AGG(p.device_id ORDER BY p.device_id) FROM peer_device p
                 WHERE p.account_id = c.account_id) AS devices,
                EXISTS (SELECT 1 FROM wanted_submit w WHERE w.account_id = c.account_id
                            AND w.asked_at_ms IS NULL AND w.ask_from_ms <= :now) AS to_be_asked,
                EXISTS (SELECT 1 FROM pending_receipt r WHERE r.contact_id = :contact) AS receipts,
            """ + OLDEST.formatted("");

    private final Database database;

    SqlOutbox(Database database) {
        this.database = database;
    }

    @Override
    public void queueMessage(Contact to, MessageId id, Optional<MessageKind> label, Instant madeAt) {
        insert(to, id, null, label, madeAt);
    }

    @Override
    public void queueControl(Contact to, MessageId id, Body control, Optional<MessageKind> label, Instant madeAt) {
        insert(to, id, control.toByteArray(), label, madeAt);
    }

    private void insert(
            Contact to, MessageId id, byte @Nullable [] control, Optional<MessageKind> label, Instant madeAt) {
        database.inTransaction(handle -> Sql.of(handle, """
                        INSERT INTO outgoing (contact_id, message_id, made_at_ms, control, kind, attempts)
                        VALUES (:contact, :id, :madeAt, :control, :kind, 0)
                        """)
                .bind("contact", to.id().value())
                .bind("id", id.value())
                .bind("madeAt", madeAt.toEpochMilli())
                .bind("control", control)
                .bind("kind", label.map(Enum::name).orElse(null))
                .execute());
    }

    @Override
    public Waiting waitingFor(ContactId contact, Instant now) {
        return database.read(handle -> Sql.of(handle, WAITING)
                .bind("contact", contact.value())
                .bind("now", now.toEpochMilli())
                .one(row -> new Waiting(
                        SqlContacts.contact(row),
                        devices(row.getArray("devices")),
                        Instant.ofEpochMilli(row.getLong("addressed_at_ms")),
                        row.getBoolean("to_be_asked"),
                        row.getBoolean("receipts"),
                        oldest(row))));
    }

    private static List<DeviceId> devices(@Nullable Array numbers) throws SQLException {
        return numbers == null
                ? List.of()
                : Arrays.stream((Object[]) numbers.getArray())
                        .map(number -> new DeviceId((Integer) number))
                        .toList();
    }

    @Override
    public Optional<Outgoing> next(ContactId contact) {
        return oldest(contact, "");
    }

    @Override
    public Optional<Outgoing> nextMessage(ContactId contact) {
        return oldest(contact, " AND f.control IS NULL");
    }

    private Optional<Outgoing> oldest(ContactId contact, String which) {
        return database.read(handle -> handle.createQuery("SELECT c.contact_id, " + OLDEST.formatted(which))
                .bind("contact", contact.value())
                .map((row, _) -> oldest(row))
                .one());
    }

    private static Optional<Outgoing> oldest(ResultSet row) throws SQLException {
        return row.getObject("outgoing_id") == null ? Optional.empty() : Optional.of(outgoing(row));
    }

    private static Outgoing outgoing(ResultSet row) throws SQLException {
        try {
            byte[] control = row.getBytes("control");
            byte[] body = control == null ? row.getBytes("body") : control;
            byte[] frame = row.getBytes("frame");
            long expires = row.getLong("expires_at_ms");
            Optional<Instant> expiry = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
            return new Outgoing(
                    row.getLong("outgoing_id"),
                    new ContactId(row.getLong("contact_id")),
                    new MessageId(row.getObject("message_id", UUID.class)),
                    new Outgoing.Content(
                            control == null ? Outgoing.Type.MESSAGE : Outgoing.Type.CONTROL,
                            body == null ? Optional.empty() : Optional.of(Body.parseFrom(body)),
                            Instant.ofEpochMilli(row.getLong("made_at_ms")),
                            expiry),
                    Optional.ofNullable(row.getString("kind")).map(MessageKind::valueOf),
                    row.getInt("attempts"),
                    frame == null ? Optional.empty() : Optional.of(Submit.parseFrom(frame)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what is on its way can't be read", e);
        }
    }

    @Override
    public void submitted(Outgoing outgoing, AccountId to, Submit submit, Instant now) {
        UUID submitId = SubmitId.ofBytes(submit.getSubmitId().toByteArray()).value();
        database.inTransaction(handle -> {
            Sql.of(handle, """
                            INSERT INTO submit (submit_id, account_id, message_id, made_at_ms)
                            VALUES (:submit, :account, :message, :now)
                            """)
                    .bind("submit", submitId)
                    .bind("account", to.value())
                    .bind("message", outgoing.messageId().value())
                    .bind("now", now.toEpochMilli())
                    .execute();
            return Sql.of(handle, """
                            UPDATE outgoing SET submit_id = :submit, frame = :frame, attempts = attempts + 1
                            WHERE outgoing_id = :id
                            """)
                    .bind("submit", submitId)
                    .bind("frame", submit.toByteArray())
                    .bind("id", outgoing.id())
                    .execute();
        });
    }

    @Override
    public boolean voidSubmit(MessageId message, SubmitId submit) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                UPDATE outgoing SET submit_id = NULL, frame = NULL
                                WHERE message_id = :message AND submit_id = :submit
                                """)
                        .bind("message", message.value())
                        .bind("submit", submit.value())
                        .execute())
                > 0;
    }

    @Override
    public boolean isOutstanding(MessageId message, SubmitId submit) {
        return database.read(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM outgoing WHERE message_id = :message AND submit_id = :submit")
                        .bind("message", message.value())
                        .bind("submit", submit.value())
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    @Override
    public boolean accepted(Outgoing outgoing, SubmitId submit, Instant now) {
        return database.inTransaction(handle -> outgoing.isMessage()
                        ? Sql.of(handle, "DELETE FROM outgoing WHERE outgoing_id = :id AND submit_id = :submit")
                                .bind("id", outgoing.id())
                                .bind("submit", submit.value())
                                .execute()
                        : handle.createUpdate("""
                                UPDATE outgoing SET accepted_at_ms = :now, submit_id = NULL, frame = NULL
                                WHERE outgoing_id = :id AND submit_id = :submit
                                """)
                                .bind("now", now.toEpochMilli())
                                .bind("id", outgoing.id())
                                .bind("submit", submit.value())
                                .execute())
                > 0;
    }

    @Override
    public void drop(Outgoing outgoing) {
        database.inTransaction(handle -> handle.createUpdate("DELETE FROM outgoing WHERE outgoing_id = :id")
                .bind("id", outgoing.id())
                .execute());
    }

    @Override
    public boolean withdraw(MessageId message) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                DELETE FROM outgoing
                                WHERE message_id = :message AND control IS NULL
                                    AND NOT EXISTS (SELECT 1 FROM submit WHERE message_id = :message)
                                """)
                        .bind("message", message.value())
                        .execute())
                > 0;
    }

    @Override
    public Optional<MessageId> carriedBy(SubmitId submit, AccountId to) {
        return database.read(handle -> handle.createQuery(
                        "SELECT message_id FROM submit WHERE submit_id = :submit AND account_id = :account")
                .bind("submit", submit.value())
                .bind("account", to.value())
                .mapTo(UUID.class)
                .findOne()
                .map(MessageId::new));
    }

    @Override
    public int submitsOf(MessageId message) {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM submit WHERE message_id = :message")
                .bind("message", message.value())
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public boolean reviveControl(MessageId message) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                UPDATE outgoing SET accepted_at_ms = NULL
                                WHERE message_id = :message AND control IS NOT NULL
                                """)
                        .bind("message", message.value())
                        .execute())
                > 0;
    }

    @Override
    public boolean isOnItsWay(MessageId message) {
        return database.read(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM outgoing WHERE message_id = :message AND accepted_at_ms IS NULL")
                        .bind("message", message.value())
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    @Override
    public List<ContactId> waiting() {
        return database.read(handle -> handle.createQuery("""
                        SELECT contact_id FROM outgoing WHERE accepted_at_ms IS NULL
                        UNION SELECT contact_id FROM pending_receipt
                        UNION SELECT c.contact_id FROM wanted_submit w JOIN contact c ON c.account_id = w.account_id
                        WHERE w.asked_at_ms IS NULL
                        """).mapTo(Long.class).list().stream()
                .map(ContactId::new)
                .toList());
    }

    @Override
    public Backlog backlog() {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) AS messages, MIN(made_at_ms) AS oldest FROM outgoing
                        WHERE control IS NULL
                        """)
                .map((row, _) -> row.getLong("messages") == 0
                        ? Backlog.NONE
                        : new Backlog(
                                row.getLong("messages"), Optional.of(Instant.ofEpochMilli(row.getLong("oldest")))))
                .one());
    }

    @Override
    public void queueReceipt(Contact to, MessageId message, MessageStatuses.Status status) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO pending_receipt (contact_id, message_id, status)
                        VALUES (:contact, :message, :status)
                        """)
                .bind("contact", to.id().value())
                .bind("message", message.value())
                .bind("status", status.name())
                .execute());
    }

    @Override
    public Optional<MessageStatuses> takeReceipts(ContactId contact, int max) {
        return database.inTransaction(handle -> {
            List<Receipt> receipts = handle.createQuery("""
                            SELECT receipt_id, message_id, status FROM pending_receipt
                            WHERE contact_id = :contact ORDER BY receipt_id LIMIT :max
                            """)
                    .bind("contact", contact.value())
                    .bind("max", max)
                    .map((row, _) -> new Receipt(
                            row.getLong("receipt_id"),
                            new MessageId(row.getObject("message_id", UUID.class)),
                            MessageStatuses.Status.valueOf(row.getString("status"))))
                    .list();
            if (receipts.isEmpty()) {
                return Optional.empty();
            }
            MessageStatuses.Status status = receipts.getFirst().status();
            List<Receipt> together = receipts.stream()
                    .takeWhile(receipt -> receipt.status() == status)
                    .toList();
            handle.createUpdate("""
                            DELETE FROM pending_receipt WHERE contact_id = :contact AND receipt_id <= :last
                            """)
                    .bind("contact", contact.value())
                    .bind("last", together.getLast().id())
                    .execute();
            MessageStatuses.Builder statuses = MessageStatuses.newBuilder().setStatus(status);
            together.forEach(receipt ->
                    statuses.addMessageIds(ByteString.copyFrom(receipt.message().toBytes())));
            return Optional.of(statuses.build());
        });
    }

    @Override
    public void purge(Instant olderThan) {
        database.inTransaction(handle -> handle.createUpdate("DELETE FROM outgoing WHERE accepted_at_ms < :then")
                .bind("then", olderThan.toEpochMilli())
                .execute());
    }

    private record Receipt(long id, MessageId message, MessageStatuses.Status status) {}
}
