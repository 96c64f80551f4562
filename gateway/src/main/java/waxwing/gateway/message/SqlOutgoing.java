package waxwing.gateway.message;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import waxwing.client.messages.Backlog;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Sql;

/// The queue to the transport. Of what is for one person, at most [Outgoing#MOST_WAITING] wait there at a time: further
/// messages are held in the queue, in their order, until of one before them something becomes known. Who it is makes no
/// difference, as nobody knows here who blocks the business, is not registered or is offline.
///
/// Each look at the queue first sets free what fits by now, and holds what does not, or what would overtake a
/// message that is held. Nobody else does either; what a look misses of a transaction beside it, the next one sees.
///
/// The queue has the content of what is in it, so that what leaves it leaves that behind. The place that it had there,
/// `message.position`, it keeps until something becomes known of it: what has a place and is not in the queue waits for
/// its person.
///
/// One thread looks, and hands over.
final class SqlOutgoing {
    /// In SQL: a place behind all others, for `message.position`.
    static final String NEXT_PLACE = "NEXT VALUE FOR queue_position";

    private SqlOutgoing() {}

    /// Puts a message into the queue that was scheduled, with its content.
    static void enqueueScheduled(Handle handle, UUID id) {
        handle.createUpdate("UPDATE message SET position = " + NEXT_PLACE + " WHERE message_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("""
                        INSERT INTO outgoing (position, message_id, body)
                        SELECT position, message_id, body FROM message WHERE message_id = :id
                        """).bind("id", id).execute();
        handle.createUpdate("UPDATE message SET body = NULL WHERE message_id = :id")
                .bind("id", id)
                .execute();
    }

    /// Puts a message into the queue that has just got the next place.
    static void enqueue(Handle handle, Outgoing message) {
        Sql.of(handle, """
                        INSERT INTO outgoing (position, message_id, body)
                        VALUES (CURRENT VALUE FOR queue_position, :id, :body)
                        """)
                .bind("id", message.id().value())
                .bind("body", message.body().toByteArray())
                .execute();
    }

    /// What came of a look at the oldest messages that may go out.
    ///
    /// @param held how many may not, as it turned out
    record Look(List<Outgoing> free, int held) {}

    private record Queued(long position, Outgoing message) {}

    /// The oldest messages that may go out. Others that were looked at are held from now on.
    static Look oldest(Handle handle, WaitingAtMost atMost, int limit) {
        List<Queued> oldest = Sql.of(handle, """
                        SELECT o.position, m.message_id, m.phone_number, m.kind, o.body, m.expires_at_ms
                        FROM (SELECT position, message_id, body FROM outgoing ORDER BY position LIMIT :limit) o
                            JOIN message m ON m.message_id = o.message_id
                        ORDER BY o.position
                        """)
                .bind("limit", limit)
                .list(row -> new Queued(row.getLong("position"), outgoing(row)));
        if (oldest.isEmpty()) {
            return new Look(List.of(), 0);
        }
        List<String> numbers =
                oldest.stream().map(one -> one.message().to().e164()).distinct().toList();
        Map<String, Long> firstHeld = firstHeld(handle, numbers);
        Map<String, Long> waiting = atMost.of(
                numbers,
                some -> some.stream().collect(Collectors.toMap(number -> number, number -> waiting(handle, number))));
        List<Outgoing> free = new ArrayList<>(oldest.size());
        List<Queued> toHold = new ArrayList<>();
        for (Queued one : oldest) {
            String to = one.message().to().e164();
            long held = firstHeld.getOrDefault(to, Long.MAX_VALUE);
            long before = waiting.getOrDefault(to, 0L);
            if (held > one.position() && before < Outgoing.MOST_WAITING) {
                waiting.put(to, before + 1);
                atMost.oneMore(to);
                free.add(one.message());
            } else {
                firstHeld.put(to, Math.min(held, one.position()));
                toHold.add(one);
            }
        }
        SqlLocks.hold(handle, toHold.stream().map(one -> one.message().id()));
        toHold.forEach(one -> hold(handle, one));
        return new Look(free, toHold.size());
    }

    /// Unless it has left the queue meanwhile.
    private static void hold(Handle handle, Queued one) {
        handle.createUpdate("""
                        INSERT INTO held (position, message_id, phone_number, body)
                        SELECT position, message_id, :number, body FROM outgoing WHERE position = :position
                        """)
                .bind("position", one.position())
                .bind("number", one.message().to().e164())
                .execute();
        handle.createUpdate("DELETE FROM outgoing WHERE position = :position")
                .bind("position", one.position())
                .execute();
    }

    /// Unless it has left the queue meanwhile.
    private static void free(Handle handle, Held one) {
        handle.createUpdate("""
                        INSERT INTO outgoing (position, message_id, body)
                        SELECT position, message_id, body FROM held WHERE position = :position
                        """).bind("position", one.position()).execute();
        handle.createUpdate("DELETE FROM held WHERE position = :position")
                .bind("position", one.position())
                .execute();
    }

    private static Map<String, Long> firstHeld(Handle handle, List<String> numbers) {
        Map<String, Long> first = new HashMap<>();
        handle.createQuery("""
                        SELECT phone_number, MIN(position) FROM held
                        WHERE phone_number IN (<numbers>) GROUP BY phone_number
                        """)
                .bindList("numbers", numbers)
                .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(entry -> first.put(entry.getKey(), entry.getValue()));
        return first;
    }

    /// How many messages wait for somebody, of more than enough as many as are enough. `position <= …` instead of
    /// `IS NOT NULL`, for which H2 reads all messages of the number.
    private static long waiting(Handle handle, String number) {
        return Sql.of(handle, """
                        SELECT COUNT(*) FROM (
                            SELECT 1 FROM message m
                            WHERE m.phone_number = :number AND m.position <= :last
                                AND NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.position = m.position)
                                AND NOT EXISTS (SELECT 1 FROM held h WHERE h.position = m.position)
                            LIMIT :most) w
                        """)
                .bind("number", number)
                .bind("last", Long.MAX_VALUE)
                .bind("most", Outgoing.MOST_WAITING)
                .one(row -> row.getLong(1));
    }

    /// The transport has them: they leave the queue, and each waits for its end. In the order of [#dequeue]; as nothing
    /// else of them changes, nobody has to hold them.
    static void handedOver(Handle handle, Collection<MessageId> ids) {
        SqlLocks.ordered(ids.stream()).forEach(id -> leave(handle, "outgoing", id));
    }

    /// Holds all of the messages, and takes those out of the queue that are in it.
    ///
    /// @return how many were
    static int dequeue(Handle handle, Collection<MessageId> ids) {
        SqlLocks.hold(handle, ids.stream());
        return SqlLocks.ordered(among(handle, ids).stream())
                .mapToInt(id -> leave(handle, "outgoing", id) + leave(handle, "held", id))
                .sum();
    }

    private static int leave(Handle handle, String table, UUID id) {
        String sql = "DELETE FROM " + table
                + " WHERE position = (SELECT m.position FROM message m WHERE m.message_id = :id)";
        return Sql.of(handle, sql).bind("id", id).execute();
    }

    /// Sets as many held messages free, of each number the first, as fit by now.
    ///
    /// @return how many
    static int freeHeld(Handle handle) {
        List<String> numbers = handle.createQuery("SELECT DISTINCT phone_number FROM held")
                .mapTo(String.class)
                .list();
        List<Held> fitting = numbers.stream()
                .flatMap(number -> fitting(handle, number).stream())
                .toList();
        SqlLocks.hold(handle, fitting.stream().map(Held::id));
        fitting.forEach(held -> free(handle, held));
        return fitting.size();
    }

    private record Held(long position, MessageId id) {}

    /// `ORDER BY phone_number`, though it is one: only so H2 reads the index in its order and stops at the limit.
    private static List<Held> fitting(Handle handle, String number) {
        long room = Outgoing.MOST_WAITING - waiting(handle, number);
        return room <= 0
                ? List.of()
                : Sql.of(handle, """
                                SELECT position, message_id FROM held
                                WHERE phone_number = :number ORDER BY phone_number, position LIMIT :room
                                """)
                        .bind("number", number)
                        .bind("room", room)
                        .list(row -> new Held(
                                row.getLong("position"), new MessageId(row.getObject("message_id", UUID.class))));
    }

    /// What is in the queue; the oldest of what is not held.
    static Backlog backlog(Handle handle) {
        // In one statement, so that what moves from one to the other meanwhile is counted.
        long messages = handle.createQuery("SELECT (SELECT COUNT(*) FROM outgoing) + (SELECT COUNT(*) FROM held)")
                .mapTo(Long.class)
                .one();
        return new Backlog(
                messages,
                handle.createQuery("""
                        SELECT COALESCE(m.send_at_ms, m.created_at_ms) AS since
                        FROM (SELECT message_id FROM outgoing ORDER BY position LIMIT 1) o
                            JOIN message m ON m.message_id = o.message_id
                        """)
                        .map((row, _) -> Instant.ofEpochMilli(row.getLong("since")))
                        .findOne());
    }

    static long held(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM held").mapTo(Long.class).one();
    }

    /// Which of these messages are in the queue.
    static Set<MessageId> among(Handle handle, Collection<MessageId> ids) {
        return ids.isEmpty()
                ? Set.of()
                : handle.createQuery("""
                                SELECT m.message_id FROM message m
                                WHERE m.message_id IN (<ids>)
                                    AND (EXISTS (SELECT 1 FROM outgoing o WHERE o.position = m.position)
                                        OR EXISTS (SELECT 1 FROM held h WHERE h.position = m.position))
                                """)
                        .bindList("ids", ids.stream().map(MessageId::value).toList())
                        .mapTo(UUID.class)
                        .map(MessageId::new)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Outgoing outgoing(ResultSet row) throws SQLException {
        try {
            return new Outgoing(
                    new MessageId(row.getObject("message_id", UUID.class)),
                    PhoneNumber.ofE164(row.getString("phone_number")),
                    MessageKind.valueOf(row.getString("kind")),
                    Body.parseFrom(row.getBytes("body")),
                    Instant.ofEpochMilli(row.getLong("expires_at_ms")));
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a stored body can't be read", e);
        }
    }
}
