package waxwing.gateway.message;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;

/// Messages in the gateway's database.
public final class SqlMessageStore implements MessageStore {
    private static final int EXPIRED_AT_ONCE = 500;

    private final Database database;
    private final MessageNews news;

    public SqlMessageStore(Database database) {
        this(database, MessageNews.ignored());
    }

    /// @param news is told of each step within the transaction that stores it
    public SqlMessageStore(Database database, MessageNews news) {
        this.database = database;
        this.news = news;
    }

    @Override
    public Optional<Remembered> remembered(IdempotencyKey key, Instant since) {
        return database.read(handle -> handle.createQuery("""
                        SELECT request_hash, message_id FROM idempotency
                        WHERE idempotency_key = :key AND created_at_ms > :since
                        """)
                .bind("key", key.value())
                .bind("since", since.toEpochMilli())
                .map((row, _) -> new Remembered(RequestHash.ofBytes(row.getBytes("request_hash")), id(row)))
                .findOne());
    }

    @Override
    public Optional<Message> find(MessageId id) {
        return database.read(handle -> {
            List<TimelineEntry> timeline = timeline(handle, id);
            return handle.createQuery("""
                            SELECT message_id, kind, client_reference, created_at_ms, expires_at_ms
                            FROM message WHERE message_id = :id
                            """)
                    .bind("id", id.value())
                    .map((row, _) -> message(row, timeline))
                    .findOne();
        });
    }

    @Override
    public Optional<RequestHash> requestOf(MessageId id) {
        return database.read(handle -> handle.createQuery("SELECT request_hash FROM message WHERE message_id = :id")
                .bind("id", id.value())
                .map((row, _) -> RequestHash.ofBytes(row.getBytes("request_hash")))
                .findOne());
    }

    @Override
    public void accept(Accepting accepting) {
        database.inTransaction(handle -> {
            insert(handle, accepting);
            UUID id = accepting.message().id().value();
            append(handle, id, 0, new TimelineEntry(MessageStatus.ACCEPTED, Optional.empty(), accepting.at()));
            handle.createUpdate("INSERT INTO outgoing (message_id) VALUES (:id)")
                    .bind("id", id)
                    .execute();
            var remembered =
                    new Remembered(accepting.request(), accepting.message().id());
            return remember(handle, accepting.key(), remembered, accepting.at());
        });
    }

    private static void insert(Handle handle, Accepting accepting) {
        Outgoing message = accepting.message();
        handle.createUpdate("""
                        INSERT INTO message (message_id, kind, phone_number, body, request_hash, client_reference,
                            created_at_ms, expires_at_ms, status)
                        VALUES (:id, :kind, :number, :body, :request, :reference, :created, :expires, :status)
                        """)
                .bind("id", message.id().value())
                .bind("kind", message.kind().name())
                .bind("number", message.to().e164())
                .bind("body", message.body().toByteArray())
                .bind("request", accepting.request().toBytes())
                .bind("reference", accepting.clientReference().orElse(null))
                .bind("created", accepting.at().toEpochMilli())
                .bind("expires", message.expires().toEpochMilli())
                .bind("status", MessageStatus.ACCEPTED.name())
                .execute();
    }

    @Override
    public void remember(IdempotencyKey key, Remembered remembered, Instant at) {
        database.inTransaction(handle -> remember(handle, key, remembered, at));
    }

    private static int remember(Handle handle, IdempotencyKey key, Remembered remembered, Instant at) {
        handle.createUpdate("DELETE FROM idempotency WHERE idempotency_key = :key")
                .bind("key", key.value())
                .execute();
        return handle.createUpdate("""
                        INSERT INTO idempotency (idempotency_key, request_hash, message_id, created_at_ms)
                        VALUES (:key, :request, :id, :at)
                        """)
                .bind("key", key.value())
                .bind("request", remembered.request().toBytes())
                .bind("id", remembered.id().value())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    @Override
    public List<Outgoing> queued(int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT m.message_id, m.phone_number, m.kind, m.body, m.expires_at_ms
                        FROM outgoing o JOIN message m ON m.message_id = o.message_id
                        ORDER BY o.position
                        LIMIT :limit
                        """)
                .bind("limit", limit)
                .map((row, _) -> outgoing(row))
                .list());
    }

    @Override
    public void handedOver(MessageId id) {
        database.inTransaction(handle -> {
            dequeue(handle, id.value());
            return true;
        });
    }

    private static void dequeue(Handle handle, UUID id) {
        handle.createUpdate("DELETE FROM outgoing WHERE message_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("UPDATE message SET body = NULL WHERE message_id = :id")
                .bind("id", id)
                .execute();
    }

    @Override
    public long followed() {
        return database.read(handle -> handle.createQuery("SELECT event_cursor FROM followed")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void follow(List<? extends News> told, long cursor) {
        database.inTransaction(handle -> {
            for (News one : told) {
                switch (one) {
                    case Progress(MessageId id, TimelineEntry entry) -> step(handle, id, entry);
                    case Incoming incoming -> news.received(incoming);
                }
            }
            return handle.createUpdate("UPDATE followed SET event_cursor = :cursor")
                    .bind("cursor", cursor)
                    .execute();
        });
    }

    @Override
    public void fail(MessageId id, TimelineEntry entry) {
        database.inTransaction(handle -> {
            dequeue(handle, id.value());
            return step(handle, id, entry);
        });
    }

    @Override
    public Map<MessageStatus, Long> counts() {
        return database.read(handle -> handle.createQuery(
                        "SELECT status, COUNT(*) AS messages FROM message GROUP BY status")
                .reduceRows(new EnumMap<>(MessageStatus.class), (counts, row) -> {
                    counts.put(
                            MessageStatus.valueOf(row.getColumn("status", String.class)),
                            row.getColumn("messages", Long.class));
                    return counts;
                }));
    }

    @Override
    public int expire(Instant now) {
        return database.inTransaction(handle -> {
            List<UUID> due = handle.createQuery("""
                            SELECT message_id FROM message
                            WHERE status = :accepted AND expires_at_ms <= :now
                            ORDER BY expires_at_ms
                            LIMIT :limit
                            """)
                    .bind("accepted", MessageStatus.ACCEPTED.name())
                    .bind("now", now.toEpochMilli())
                    .bind("limit", EXPIRED_AT_ONCE)
                    .mapTo(UUID.class)
                    .list();
            for (UUID id : due) {
                step(handle, new MessageId(id), new TimelineEntry(MessageStatus.EXPIRED, Optional.empty(), now));
                dequeue(handle, id);
            }
            return due.size();
        });
    }

    @Override
    public void forgetKeysBefore(Instant time) {
        database.inTransaction(handle -> handle.createUpdate("DELETE FROM idempotency WHERE created_at_ms <= :time")
                .bind("time", time.toEpochMilli())
                .execute());
    }

    /// @return whether the message moved
    private boolean step(Handle handle, MessageId id, TimelineEntry entry) {
        Optional<MessageStatus> current = handle.createQuery(
                        "SELECT status FROM message WHERE message_id = :id FOR UPDATE")
                .bind("id", id.value())
                .map((row, _) -> MessageStatus.valueOf(row.getString("status")))
                .findOne();
        List<MessageStatus> steps =
                current.map(status -> status.stepsTo(entry.status())).orElse(List.of());
        if (steps.isEmpty()) {
            return false;
        }
        int position = timeline(handle, id).size();
        for (MessageStatus step : steps) {
            append(handle, id.value(), position, new TimelineEntry(step, entry.code(), entry.at()));
            position++;
        }
        handle.createUpdate("UPDATE message SET status = :status WHERE message_id = :id")
                .bind("status", steps.getLast().name())
                .bind("id", id.value())
                .execute();
        return true;
    }

    private void append(Handle handle, UUID id, int position, TimelineEntry entry) {
        handle.createUpdate("""
                        INSERT INTO timeline (message_id, position, status, code, at_ms)
                        VALUES (:id, :position, :status, :code, :at)
                        """)
                .bind("id", id)
                .bind("position", position)
                .bind("status", entry.status().name())
                .bind("code", entry.code().orElse(null))
                .bind("at", entry.at().toEpochMilli())
                .execute();
        news.stepped(subject(handle, id), position + 1, entry);
    }

    private static MessageNews.Subject subject(Handle handle, UUID id) {
        return handle.createQuery("""
                        SELECT message_id, phone_number, kind, client_reference, created_at_ms
                        FROM message WHERE message_id = :id
                        """)
                .bind("id", id)
                .map((row, _) -> new MessageNews.Subject(
                        id(row),
                        PhoneNumber.ofE164(row.getString("phone_number")),
                        MessageKind.valueOf(row.getString("kind")),
                        Optional.ofNullable(row.getString("client_reference")),
                        Instant.ofEpochMilli(row.getLong("created_at_ms"))))
                .one();
    }

    private static List<TimelineEntry> timeline(Handle handle, MessageId id) {
        return handle.createQuery("SELECT status, code, at_ms FROM timeline WHERE message_id = :id ORDER BY position")
                .bind("id", id.value())
                .map((row, _) -> new TimelineEntry(
                        MessageStatus.valueOf(row.getString("status")),
                        Optional.ofNullable(row.getString("code")),
                        Instant.ofEpochMilli(row.getLong("at_ms"))))
                .list();
    }

    private static Message message(ResultSet row, List<TimelineEntry> timeline) throws SQLException {
        return new Message(
                id(row),
                MessageKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("client_reference")),
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                Instant.ofEpochMilli(row.getLong("expires_at_ms")),
                timeline);
    }

    private static Outgoing outgoing(ResultSet row) throws SQLException {
        try {
            return new Outgoing(
                    id(row),
                    PhoneNumber.ofE164(row.getString("phone_number")),
                    MessageKind.valueOf(row.getString("kind")),
                    Body.parseFrom(row.getBytes("body")),
                    Instant.ofEpochMilli(row.getLong("expires_at_ms")));
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a stored body can't be read", e);
        }
    }

    private static MessageId id(ResultSet row) throws SQLException {
        return new MessageId(row.getObject("message_id", UUID.class));
    }
}
