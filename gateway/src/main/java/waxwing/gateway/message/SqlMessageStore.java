package waxwing.gateway.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import waxwing.client.messages.Backlog;
import waxwing.client.messages.StateReason;
import waxwing.gateway.suppression.SqlRefusedKinds;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.suppression.Suppressions;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.Sql;

/// Messages in the gateway's database.
public final class SqlMessageStore implements MessageStore {
    private static final int MOVED_AT_ONCE = 500;
    private static final String PREFERENCE = StatusCodes.of(StateReason.RECIPIENT_PREFERENCE);
    private static final String OPTED_OUT = StatusCodes.of(StateReason.RECIPIENT_OPTED_OUT);

    private static final String INSERT = """
            INSERT INTO message (message_id, kind, phone_number, body, request_hash, client_reference,
                created_at_ms, send_at_ms, expires_at_ms, due_at_ms, status, batch_id, batch_position, position)
            VALUES (:id, :kind, :number, :body, :request, :reference, :created, :sendAt, :expires, :due, :status,
                :batch, :place, %s)
            """;
    private static final String INSERT_SCHEDULED = INSERT.formatted("NULL");
    private static final String INSERT_QUEUED = INSERT.formatted(SqlOutgoing.NEXT_PLACE);

    private final Database database;
    private final MessageNews news;
    private final Suppressions suppressions;
    private final WaitingAtMost waitingAtMost = new WaitingAtMost();

    public SqlMessageStore(Database database) {
        this(database, MessageNews.ignored());
    }

    /// @param news is told of each step within the transaction that stores it
    public SqlMessageStore(Database database, MessageNews news) {
        this.database = database;
        this.news = news;
        this.suppressions = new SqlSuppressions(database);
    }

    @Override
    public Optional<Remembered> remembered(IdempotencyKey key, Instant since) {
        return database.read(handle -> SqlIdempotency.find(handle, key, since));
    }

    @Override
    public Optional<Message> find(MessageId id) {
        return database.read(handle -> SqlMessageViews.find(handle, id));
    }

    @Override
    public MessagePage list(MessagePage.Query query) {
        return database.read(handle -> SqlMessageViews.list(handle, query));
    }

    @Override
    public Optional<RequestHash> requestOf(MessageId id) {
        return database.read(handle -> handle.createQuery("SELECT request_hash FROM message WHERE message_id = :id")
                .bind("id", id.value())
                .map((row, _) -> RequestHash.ofBytes(row.getBytes("request_hash")))
                .findOne());
    }

    @Override
    public void accept(IdempotencyKey key, Accepting accepting) {
        database.inRetriedTransaction(handle -> {
            news.about(List.of(accepting.message().to()));
            accept(handle, accepting, Optional.empty());
            var remembered =
                    Remembered.message(accepting.request(), accepting.message().id());
            return SqlIdempotency.remember(
                    handle, key, remembered, accepting.lifetime().created());
        });
    }

    @Override
    public void acceptBatch(IdempotencyKey key, AcceptingBatch batch) {
        database.inRetriedTransaction(handle -> {
            news.about(batch.people());
            SqlBatches.insert(handle, batch, (message, place) -> accept(handle, message, Optional.of(place)));
            var remembered = new Remembered(batch.request(), new Made.ABatch(batch.id()));
            return SqlIdempotency.remember(handle, key, remembered, batch.at());
        });
    }

    @Override
    public Optional<Batch> findBatch(BatchId id) {
        return database.read(handle -> SqlBatches.find(handle, id));
    }

    private void accept(Handle handle, Accepting accepting, Optional<SqlBatches.Place> batch) {
        insert(handle, accepting, batch);
        Outgoing message = accepting.message();
        Lifetime lifetime = accepting.lifetime();
        // The first entry of its timeline is in its own row.
        news.stepped(
                new MessageNews.Subject(
                        message.id(), message.to(), message.kind(), accepting.clientReference(), lifetime.created()),
                1,
                lifetime.firstEntry());
        if (lifetime.sendAt().isEmpty()) {
            SqlOutgoing.enqueue(handle, message);
        }
    }

    private static void insert(Handle handle, Accepting accepting, Optional<SqlBatches.Place> batch) {
        Outgoing message = accepting.message();
        Lifetime lifetime = accepting.lifetime();
        Sql.of(handle, lifetime.sendAt().isPresent() ? INSERT_SCHEDULED : INSERT_QUEUED)
                .bind("id", message.id().value())
                .bind("kind", message.kind().name())
                .bind("number", message.to().e164())
                .bind("body", lifetime.sendAt().isPresent() ? message.body().toByteArray() : null)
                .bind("request", accepting.request().toBytes())
                .bind("reference", accepting.clientReference().orElse(null))
                .bind("created", lifetime.created().toEpochMilli())
                .bind("sendAt", lifetime.sendAt().map(Instant::toEpochMilli).orElse(null))
                .bind("expires", lifetime.expires().toEpochMilli())
                .bind("due", lifetime.sendAt().orElse(lifetime.expires()).toEpochMilli())
                .bind("status", lifetime.firstEntry().status().name())
                .bind("batch", batch.map(place -> place.batch().value()).orElse(null))
                .bind("place", batch.map(SqlBatches.Place::position).orElse(null))
                .execute();
    }

    @Override
    public void remember(IdempotencyKey key, Remembered remembered, Instant at) {
        database.inRetriedTransaction(handle -> SqlIdempotency.remember(handle, key, remembered, at));
    }

    @Override
    public int release(Instant now) {
        return database.inRetriedTransaction(handle -> {
            List<Due> due = handle.createQuery("""
                            SELECT message_id, phone_number, kind FROM message
                            WHERE status = :scheduled AND due_at_ms <= :now
                            ORDER BY status, due_at_ms, ordinal
                            LIMIT :limit
                            """)
                    .bind("scheduled", MessageStatus.SCHEDULED.name())
                    .bind("now", now.toEpochMilli())
                    .bind("limit", MOVED_AT_ONCE)
                    .map((row, _) -> due(row))
                    .list();
            SqlLocks.hold(handle, due.stream().map(Due::id));
            due.forEach(message -> release(handle, message, now));
            return due.size();
        });
    }

    private record Due(MessageId id, PhoneNumber to, MessageKind kind) {}

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                new MessageId(row.getObject("message_id", UUID.class)),
                PhoneNumber.ofE164(row.getString("phone_number")),
                MessageKind.valueOf(row.getString("kind")));
    }

    private void release(Handle handle, Due due, Instant now) {
        if (suppressions.forbids(due.to(), due.kind())) {
            step(handle, due.id(), new TimelineEntry(MessageStatus.SUPPRESSED, Optional.of(OPTED_OUT), now));
        } else if (step(handle, due.id(), new TimelineEntry(MessageStatus.ACCEPTED, Optional.empty(), now))
                .isPresent()) {
            SqlOutgoing.enqueueScheduled(handle, due.id().value());
        }
    }

    @Override
    public List<Outgoing> queued(int limit) {
        // Two transactions, because each locks all that it changes before the first of it.
        database.inRetriedTransaction(SqlOutgoing::freeHeld);
        SqlOutgoing.Look look;
        do {
            look = database.inRetriedTransaction(handle -> SqlOutgoing.oldest(handle, waitingAtMost, limit));
        } while (look.free().isEmpty() && look.held() > 0);
        return look.free();
    }

    @Override
    public Set<MessageId> stillQueued(Collection<MessageId> ids) {
        return database.read(handle -> SqlOutgoing.among(handle, ids));
    }

    @Override
    public void handedOver(List<MessageId> ids) {
        database.inRetriedTransaction(handle -> {
            SqlOutgoing.handedOver(handle, ids);
            return ids;
        });
    }

    @Override
    public boolean cancel(MessageId id, TimelineEntry entry) {
        return database.inRetriedTransaction(handle -> {
            boolean here = SqlOutgoing.dequeue(handle, List.of(id)) > 0 || isScheduled(handle, id);
            return here && step(handle, id, entry).isPresent();
        });
    }

    private static boolean isScheduled(Handle handle, MessageId id) {
        return handle.createQuery("SELECT 1 FROM message WHERE message_id = :id AND status = :scheduled")
                .bind("id", id.value())
                .bind("scheduled", MessageStatus.SCHEDULED.name())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    @Override
    public long followed() {
        return database.read(handle -> handle.createQuery("SELECT event_cursor FROM followed")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void follow(List<? extends News> told, long cursor) {
        database.inRetriedTransaction(handle -> {
            news.about(people(told));
            // The transport knows them, though it may not be noted yet that it has them.
            SqlOutgoing.dequeue(
                    handle, told.stream().flatMap(SqlMessageStore::changed).toList());
            told.forEach(one -> follow(handle, one));
            return handle.createUpdate("UPDATE followed SET event_cursor = :cursor")
                    .bind("cursor", cursor)
                    .execute();
        });
    }

    /// Whose messages these are, own ones not counted: those were named when they were accepted.
    private static List<PhoneNumber> people(List<? extends News> told) {
        return told.stream()
                .flatMap(one -> switch (one) {
                    case Progress _ -> Stream.<PhoneNumber>empty();
                    case Incoming incoming -> Stream.of(incoming.from());
                    case Asked asked -> Stream.of(asked.from());
                })
                .toList();
    }

    private static Stream<MessageId> changed(News told) {
        return told instanceof Progress made ? Stream.of(made.id()) : Stream.empty();
    }

    private void follow(Handle handle, News told) {
        switch (told) {
            case Progress made -> follow(handle, made);
            case Incoming incoming -> news.received(incoming);
            case Asked asked -> news.asked(asked);
        }
    }

    private void follow(Handle handle, Progress made) {
        step(handle, made.id(), made.entry()).ifPresent(message -> moved(handle, message, made));
    }

    private void moved(Handle handle, MessageNews.Subject message, Progress made) {
        if (made.entry().code().equals(Optional.of(OPTED_OUT))) {
            suppressions
                    .optedOut(message.to(), message.kind(), made.entry().at())
                    .ifPresent(reach ->
                            news.optedOut(message.to(), reach, made.entry().at()));
        } else if (made.entry().code().equals(Optional.of(PREFERENCE))) {
            if (SqlRefusedKinds.refused(
                    handle, message.to(), message.kind(), made.entry().at())) {
                news.refused(message.to(), message.kind(), made.entry().at());
            }
        } else if (made.entry().status() == MessageStatus.DELIVERED
                || made.entry().status() == MessageStatus.READ) {
            if (SqlRefusedKinds.reached(handle, message.to(), message.kind(), message.accepted())) {
                news.letThrough(message.to(), message.kind(), made.entry().at());
            }
            suppressions
                    .reached(message.to(), message.kind(), message.accepted())
                    .ifPresent(reach ->
                            news.optedIn(message.to(), reach, made.entry().at()));
        }
    }

    @Override
    public void end(MessageId id, TimelineEntry entry) {
        database.inRetriedTransaction(handle -> {
            SqlOutgoing.dequeue(handle, List.of(id));
            return step(handle, id, entry);
        });
    }

    @Override
    public Backlog backlog() {
        return database.read(SqlOutgoing::backlog);
    }

    @Override
    public long held() {
        return database.read(SqlOutgoing::held);
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
        return database.inRetriedTransaction(handle -> {
            List<MessageId> due = handle.createQuery("""
                            SELECT message_id FROM message
                            WHERE status = :accepted AND due_at_ms <= :now
                            ORDER BY status, due_at_ms
                            LIMIT :limit
                            """)
                    .bind("accepted", MessageStatus.ACCEPTED.name())
                    .bind("now", now.toEpochMilli())
                    .bind("limit", MOVED_AT_ONCE)
                    .mapTo(UUID.class)
                    .map(MessageId::new)
                    .list();
            SqlOutgoing.dequeue(handle, due);
            due.forEach(id -> step(handle, id, new TimelineEntry(MessageStatus.EXPIRED, Optional.empty(), now)));
            return due.size();
        });
    }

    @Override
    public Optional<Instant> nextDue() {
        return database.read(SqlMessageViews::nextDue);
    }

    @Override
    public void forgetKeysBefore(Instant time) {
        database.inRetriedTransaction(handle -> SqlIdempotency.forgetBefore(handle, time));
    }

    /// @return the message, if it moved
    private Optional<MessageNews.Subject> step(Handle handle, MessageId id, TimelineEntry entry) {
        return Sql.of(handle, """
                        SELECT status, phone_number, kind, client_reference, created_at_ms,
                            1 + (SELECT COUNT(*) FROM timeline t
                                 WHERE t.message_id = m.message_id AND t.position > 0) AS entries
                        FROM message m WHERE message_id = :id FOR UPDATE
                        """)
                .bind("id", id.value())
                .findOne(row -> place(id, row))
                .filter(place -> step(handle, place, entry))
                .map(Place::message);
    }

    /// Where a message stands.
    ///
    /// @param entries in its timeline
    private record Place(MessageNews.Subject message, MessageStatus status, int entries) {}

    private static Place place(MessageId id, ResultSet row) throws SQLException {
        return new Place(
                new MessageNews.Subject(
                        id,
                        PhoneNumber.ofE164(row.getString("phone_number")),
                        MessageKind.valueOf(row.getString("kind")),
                        Optional.ofNullable(row.getString("client_reference")),
                        Instant.ofEpochMilli(row.getLong("created_at_ms"))),
                MessageStatus.valueOf(row.getString("status")),
                row.getInt("entries"));
    }

    /// @return whether the message moved
    private boolean step(Handle handle, Place place, TimelineEntry entry) {
        List<MessageStatus> steps = place.status().stepsTo(entry.status());
        int position = place.entries();
        for (MessageStatus step : steps) {
            append(handle, place.message(), position, new TimelineEntry(step, entry.code(), entry.at()));
            position++;
        }
        if (!steps.isEmpty()) {
            Sql.of(handle, """
                            UPDATE message SET status = :status, position = NULL,
                                body = CASE WHEN :released THEN body END,
                                due_at_ms = CASE WHEN :ended THEN :at ELSE GREATEST(expires_at_ms, :at) END
                            WHERE message_id = :id
                            """)
                    .bind("status", steps.getLast().name())
                    .bind("released", steps.getLast() == MessageStatus.ACCEPTED)
                    .bind("ended", steps.getLast().isEnd())
                    .bind("at", entry.at().toEpochMilli())
                    .bind("id", place.message().id().value())
                    .execute();
        }
        return !steps.isEmpty();
    }

    private void append(Handle handle, MessageNews.Subject subject, int position, TimelineEntry entry) {
        Sql.of(handle, """
                        INSERT INTO timeline (message_id, position, status, code, at_ms)
                        VALUES (:id, :position, :status, :code, :at)
                        """)
                .bind("id", subject.id().value())
                .bind("position", position)
                .bind("status", entry.status().name())
                .bind("code", entry.code().orElse(null))
                .bind("at", entry.at().toEpochMilli())
                .execute();
        news.stepped(subject, position + 1, entry);
    }
}
