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
/// `ORDER BY held_for, position` where `held_for` is one value anyway: H2 reads an index in its order, and stops at the
/// limit, only if the order names the index's columns from the first on. Else it reads the whole queue. And
/// `held_for >= '+'` is where numbers begin: for `held_for > ''` it reads all that is not held.
final class SqlOutgoing {
    private SqlOutgoing() {}

    static void enqueue(Handle handle, UUID id) {
        Sql.of(handle, "INSERT INTO outgoing (message_id) VALUES (:id)")
                .bind("id", id)
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
                        SELECT o.position, m.message_id, m.phone_number, m.kind, m.body, m.expires_at_ms
                        FROM (SELECT position, message_id FROM outgoing
                              WHERE held_for = '' ORDER BY held_for, position LIMIT :limit) o
                            JOIN message m ON m.message_id = o.message_id
                        ORDER BY o.position
                        """)
                .bind("limit", limit)
                .list(row -> new Queued(row.getLong("position"), outgoing(row)));
        List<String> numbers =
                oldest.stream().map(one -> one.message().to().e164()).distinct().toList();
        Map<String, Long> firstHeld = byNumber(
                handle,
                "SELECT held_for, MIN(position) FROM outgoing WHERE held_for IN (<numbers>) GROUP BY held_for",
                numbers);
        Map<String, Long> waiting = atMost.of(numbers, some -> waiting(handle, some));
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
        toHold.forEach(one -> holdFor(handle, one.position(), one.message().to().e164()));
        return new Look(free, toHold.size());
    }

    /// @param number nobody's sets it free
    private static void holdFor(Handle handle, long position, String number) {
        handle.createUpdate("UPDATE outgoing SET held_for = :number WHERE position = :position")
                .bind("number", number)
                .bind("position", position)
                .execute();
    }

    /// How many messages wait for each of the numbers for which some do.
    private static Map<String, Long> waiting(Handle handle, List<String> numbers) {
        return byNumber(handle, """
                SELECT phone_number, COUNT(*) FROM message
                WHERE phone_number IN (<numbers>) AND waiting = TRUE GROUP BY phone_number
                """, numbers);
    }

    private static Map<String, Long> byNumber(Handle handle, String sql, List<String> numbers) {
        Map<String, Long> found = new HashMap<>();
        if (!numbers.isEmpty()) {
            handle.createQuery(sql)
                    .bindList("numbers", numbers)
                    .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }

    /// The transport has them: they leave the queue, and each waits for its end.
    static void handedOver(Handle handle, Collection<MessageId> ids) {
        if (ids.isEmpty()) {
            return;
        }
        for (UUID id : SqlLocks.ordered(ids.stream()).toList()) {
            Sql.of(handle, """
                            UPDATE message SET body = NULL, waiting = (status = :accepted)
                            WHERE message_id = :id AND EXISTS (SELECT 1 FROM outgoing o WHERE o.message_id = :id)
                            """)
                    .bind("id", id)
                    .bind("accepted", MessageStatus.ACCEPTED.name())
                    .execute();
            Sql.of(handle, "DELETE FROM outgoing WHERE message_id = :id")
                    .bind("id", id)
                    .execute();
        }
    }

    static void dequeue(Handle handle, UUID id) {
        handle.createUpdate("UPDATE message SET body = NULL WHERE message_id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("DELETE FROM outgoing WHERE message_id = :id")
                .bind("id", id)
                .execute();
    }

    /// Sets as many held messages free, of each number the first, as fit by now.
    ///
    /// @return how many
    static int freeHeld(Handle handle) {
        List<String> numbers = handle.createQuery("SELECT DISTINCT held_for FROM outgoing WHERE held_for >= '+'")
                .mapTo(String.class)
                .list();
        Map<String, Long> waiting = waiting(handle, numbers);
        List<Held> fitting = numbers.stream()
                .filter(number -> waiting.getOrDefault(number, 0L) < Outgoing.MOST_WAITING)
                .flatMap(number -> fitting(handle, number, waiting.getOrDefault(number, 0L)).stream())
                .toList();
        SqlLocks.hold(handle, fitting.stream().map(Held::id));
        fitting.forEach(held -> holdFor(handle, held.position(), ""));
        return fitting.size();
    }

    private record Held(long position, MessageId id) {}

    private static List<Held> fitting(Handle handle, String number, long waiting) {
        return handle.createQuery("""
                        SELECT position, message_id FROM outgoing
                        WHERE held_for = :number ORDER BY held_for, position LIMIT :room
                        """)
                .bind("number", number)
                .bind("room", Outgoing.MOST_WAITING - waiting)
                .map((row, _) ->
                        new Held(row.getLong("position"), new MessageId(row.getObject("message_id", UUID.class))))
                .list();
    }

    /// What is in the queue; the oldest of what is not held.
    static Backlog backlog(Handle handle) {
        long messages = handle.createQuery("SELECT COUNT(*) FROM outgoing")
                .mapTo(Long.class)
                .one();
        return new Backlog(
                messages,
                handle.createQuery("""
                        SELECT COALESCE(m.send_at_ms, m.created_at_ms) AS since
                        FROM (SELECT message_id FROM outgoing WHERE held_for = '' ORDER BY held_for, position LIMIT 1) o
                            JOIN message m ON m.message_id = o.message_id
                        """)
                        .map((row, _) -> Instant.ofEpochMilli(row.getLong("since")))
                        .findOne());
    }

    static long held(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM outgoing WHERE held_for >= '+'")
                .mapTo(Long.class)
                .one();
    }

    /// Which of these messages are in the queue.
    static Set<MessageId> among(Handle handle, Collection<MessageId> ids) {
        return ids.isEmpty()
                ? Set.of()
                : handle.createQuery("SELECT message_id FROM outgoing WHERE message_id IN (<ids>)")
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
