package waxwing.gateway.message;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// The queue to the transport. Of what is for one person, at most [Outgoing#MOST_WAITING] wait there at a time: further
/// messages are held in the queue, in their order, until of one before them something becomes known. Who it is makes no
/// difference, as nobody knows here who blocks the business, is not registered or is offline.
///
/// A held message that could go out is set free when a message to the same person ends; it is looked at again
/// before it goes, so that one set free too early does no harm. Two transactions that run side by side can miss each
/// other there, and so [#freeAll] looks at everything from time to time.
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

    /// The oldest messages that may go out. Others that were looked at are held from now on.
    static Look oldest(Handle handle, int limit) {
        List<Outgoing> oldest = handle.createQuery("""
                        SELECT m.message_id, m.phone_number, m.kind, m.body, m.expires_at_ms
                        FROM (SELECT position, message_id FROM outgoing
                              WHERE held_for = '' ORDER BY position LIMIT :limit) o
                            JOIN message m ON m.message_id = o.message_id
                        ORDER BY o.position
                        """)
                .bind("limit", limit)
                .map((row, _) -> outgoing(row))
                .list();
        Map<String, Integer> waiting = waiting(
                handle, oldest.stream().map(one -> one.to().e164()).distinct().toList());
        List<Outgoing> free = new ArrayList<>(oldest.size());
        for (Outgoing one : oldest) {
            if (waiting.merge(one.to().e164(), 1, Integer::sum) <= Outgoing.MOST_WAITING) {
                free.add(one);
            } else {
                handle.createUpdate("UPDATE outgoing SET held_for = :number WHERE message_id = :id")
                        .bind("number", one.to().e164())
                        .bind("id", one.id().value())
                        .execute();
            }
        }
        return new Look(free, oldest.size() - free.size());
    }

    /// How many messages wait for each number; those for whom none does may be missing.
    private static Map<String, Integer> waiting(Handle handle, List<String> numbers) {
        if (numbers.isEmpty()) {
            return new HashMap<>();
        }
        return handle.createQuery("""
                        SELECT phone_number, COUNT(*) AS messages FROM message
                        WHERE waiting = TRUE AND phone_number IN (<numbers>)
                        GROUP BY phone_number
                        """)
                .bindList("numbers", numbers)
                .map((row, _) -> Map.entry(row.getString("phone_number"), row.getInt("messages")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, HashMap::new));
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

    /// A message to that number waits no more, or left the queue: sets as many held ones free as fit.
    static void free(Handle handle, String number) {
        List<Long> held = handle.createQuery("""
                        SELECT position FROM outgoing WHERE held_for = :number ORDER BY position LIMIT :limit
                        """)
                .bind("number", number)
                .bind("limit", Outgoing.MOST_WAITING)
                .mapTo(Long.class)
                .list();
        if (held.isEmpty()) {
            return;
        }
        int room = Outgoing.MOST_WAITING - waiting(handle, List.of(number)).getOrDefault(number, 0);
        for (long position : held.subList(0, Math.clamp(room, 0, held.size()))) {
            handle.createUpdate("UPDATE outgoing SET held_for = '' WHERE position = :position")
                    .bind("position", position)
                    .execute();
        }
    }

    static void freeAll(Handle handle) {
        handle.createQuery("SELECT DISTINCT held_for FROM outgoing WHERE held_for <> ''")
                .mapTo(String.class)
                .list()
                .forEach(number -> free(handle, number));
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
