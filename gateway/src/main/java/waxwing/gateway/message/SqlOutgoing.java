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

/// The queue to the transport. Of what is for one person, at most [Outgoing#MOST_WAITING] wait there at a time: further
/// messages are held in the queue, in their order, until of one before them something becomes known. Who it is makes no
/// difference, as nobody knows here who blocks the business, is not registered or is offline.
///
/// Each look at the queue first sets free what fits by now, and holds what does not, or what would overtake a
/// message that is held. Nobody else does either; what a look misses of a transaction beside it, the next one sees.
final class SqlOutgoing {
    private SqlOutgoing() {}

    static void enqueue(Handle handle, UUID id) {
        handle.createUpdate("INSERT INTO outgoing (message_id) VALUES (:id)")
                .bind("id", id)
                .execute();
    }

    /// What came of a look at the oldest messages that may go out.
    ///
    /// @param held how many may not, as it turned out
    record Look(List<Outgoing> free, int held) {}

    private record Queued(long position, Outgoing message) {}

    /// The oldest messages that may go out. Others that were looked at are held from now on.
    static Look oldest(Handle handle, int limit) {
        List<Queued> oldest = handle.createQuery("""
                        SELECT o.position, m.message_id, m.phone_number, m.kind, m.body, m.expires_at_ms
                        FROM (SELECT position, message_id FROM outgoing
                              WHERE held_for = '' ORDER BY position LIMIT :limit) o
                            JOIN message m ON m.message_id = o.message_id
                        ORDER BY o.position
                        """)
                .bind("limit", limit)
                .map((row, _) -> new Queued(row.getLong("position"), outgoing(row)))
                .list();
        Map<PhoneNumber, Long> firstHeld = new HashMap<>();
        Map<PhoneNumber, Integer> waiting = new HashMap<>();
        List<Outgoing> free = new ArrayList<>(oldest.size());
        List<Queued> toHold = new ArrayList<>();
        for (Queued one : oldest) {
            PhoneNumber to = one.message().to();
            long held = firstHeld.computeIfAbsent(to, number -> firstHeld(handle, number));
            int before = waiting.computeIfAbsent(to, number -> waiting(handle, number));
            if (held > one.position() && before < Outgoing.MOST_WAITING) {
                waiting.put(to, before + 1);
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

    /// The place of the first message that is held for a number; beyond all places if there is none.
    private static long firstHeld(Handle handle, PhoneNumber number) {
        return handle.createQuery("SELECT MIN(position) FROM outgoing WHERE held_for = :number")
                .bind("number", number.e164())
                .mapTo(Long.class)
                .findOne()
                .orElse(Long.MAX_VALUE);
    }

    /// How many messages wait for a number.
    private static int waiting(Handle handle, PhoneNumber number) {
        return handle.createQuery("SELECT COUNT(*) FROM message WHERE phone_number = :number AND waiting = TRUE")
                .bind("number", number.e164())
                .mapTo(Integer.class)
                .one();
    }

    /// The transport has it: it leaves the queue, and waits for its end.
    static void handedOver(Handle handle, UUID id) {
        if (dequeue(handle, id)) {
            handle.createUpdate("UPDATE message SET waiting = TRUE WHERE message_id = :id AND status = :accepted")
                    .bind("id", id)
                    .bind("accepted", MessageStatus.ACCEPTED.name())
                    .execute();
        }
    }

    /// @return whether it was in the queue
    static boolean dequeue(Handle handle, UUID id) {
        handle.createUpdate("UPDATE message SET body = NULL WHERE message_id = :id")
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM outgoing WHERE message_id = :id")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /// Sets as many held messages free, of each number the first, as fit by now.
    ///
    /// @return how many
    static int freeHeld(Handle handle) {
        List<Held> fitting = handle
                .createQuery("SELECT DISTINCT held_for FROM outgoing WHERE held_for > ''")
                .mapTo(String.class)
                .map(PhoneNumber::ofE164)
                .list()
                .stream()
                .flatMap(number -> fitting(handle, number).stream())
                .toList();
        SqlLocks.hold(handle, fitting.stream().map(Held::id));
        fitting.forEach(held -> holdFor(handle, held.position(), ""));
        return fitting.size();
    }

    private record Held(long position, MessageId id) {}

    private static List<Held> fitting(Handle handle, PhoneNumber number) {
        return handle.createQuery("""
                        SELECT position, message_id FROM outgoing
                        WHERE held_for = :number ORDER BY position LIMIT :room
                        """)
                .bind("number", number.e164())
                .bind("room", Math.max(0, Outgoing.MOST_WAITING - waiting(handle, number)))
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
                        FROM (SELECT message_id FROM outgoing WHERE held_for = '' ORDER BY position LIMIT 1) o
                            JOIN message m ON m.message_id = o.message_id
                        """)
                        .map((row, _) -> Instant.ofEpochMilli(row.getLong("since")))
                        .findOne());
    }

    static long held(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM outgoing WHERE held_for > ''")
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
