package waxwing.client.exchange;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import waxwing.client.content.Askable;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.store.Database;

/// What an end forgets, in the profile's database. Every call is one small transaction.
///
/// Most of it is old in the order in which it was written, so each look begins at a table's first row and ends at the
/// first that is to stay: `ORDER BY _ROWID_` is the order in which H2 keeps a table, and needs no index.
final class SqlForgetting {
    private static final List<String> OF_A_MESSAGE = List.of(
            "DELETE FROM outgoing WHERE message_id = :id AND control IS NULL",
            "DELETE FROM submit WHERE message_id = :id",
            "DELETE FROM message_state WHERE message_id = :id",
            "DELETE FROM message WHERE message_id = :id AND direction = 'SENT'");

    /// Of a table, with when its rows were written.
    static final String OLDEST =
            "SELECT _ROWID_ AS place, <written> AS written FROM <table> ORDER BY _ROWID_ LIMIT :most";

    private final Database database;

    SqlForgetting(Database database) {
        this.database = database;
    }

    /// Forgets own messages, and all that is known of them.
    ///
    /// @return what stays, with until when: reservations that can still be changed after `time`
    Map<MessageId, Instant> sent(Collection<MessageId> ids, Instant time) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.inTransaction(handle -> {
            Map<MessageId, Instant> stays = ofUse(handle, ids, time);
            for (String sql : OF_A_MESSAGE) {
                PreparedBatch batch = handle.prepareBatch(sql);
                ids.stream()
                        .filter(id -> !stays.containsKey(id))
                        .forEach(id -> batch.bind("id", id.value()).add());
                batch.execute();
            }
            return stays;
        });
    }

    private static Map<MessageId, Instant> ofUse(Handle handle, Collection<MessageId> ids, Instant time) {
        return handle.createQuery("""
                        SELECT message_id, body FROM message
                        WHERE message_id IN (<ids>) AND direction = 'SENT' AND kind = 'RESERVATION' AND NOT superseded
                        """)
                .bindList("ids", ids.stream().map(MessageId::value).toList())
                .reduceRows(new HashMap<>(), (stays, row) -> {
                    Askable.until(body(row.getColumn("body", byte[].class)))
                            .filter(until -> until.isAfter(time))
                            .ifPresent(
                                    until -> stays.put(new MessageId(row.getColumn("message_id", UUID.class)), until));
                    return stays;
                });
    }

    private static Body body(byte[] stored) {
        try {
            return Body.parseFrom(stored);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored message can't be read", e);
        }
    }

    /// Forgets the oldest events up to a cursor from `time` or before, and the messages whose arrival they tell of.
    ///
    /// @return how many events; fewer than `most` if there are no more
    int events(long upTo, Instant time, int most) {
        return database.inTransaction(handle -> {
            List<Happened> old = handle
                    .createQuery("""
                            SELECT cursor_id, at_ms, type, row_id FROM event
                            WHERE cursor_id <= :upTo ORDER BY cursor_id LIMIT :most
                            """)
                    .bind("upTo", upTo)
                    .bind("most", most)
                    .map((row, _) -> new Happened(
                            row.getLong("cursor_id"),
                            row.getLong("at_ms"),
                            row.getString("type").equals("MESSAGE"),
                            row.getLong("row_id")))
                    .list()
                    .stream()
                    .takeWhile(event -> event.at() <= time.toEpochMilli())
                    .toList();
            if (old.isEmpty()) {
                return 0;
            }
            PreparedBatch arrived =
                    handle.prepareBatch("DELETE FROM message WHERE row_id = :row AND direction = 'RECEIVED'");
            old.stream()
                    .filter(Happened::isArrival)
                    .forEach(event -> arrived.bind("row", event.row()).add());
            arrived.execute();
            return handle.createUpdate("DELETE FROM event WHERE cursor_id <= :last")
                    .bind("last", old.getLast().cursor())
                    .execute();
        });
    }

    private record Happened(long cursor, long at, boolean isArrival, long row) {}

    /// Forgets the oldest submits from before `time`, and what became of the oldest envelopes.
    ///
    /// @return how many; fewer than `most` if there are no more of either
    int traffic(Instant time, int most) {
        return database.inTransaction(handle -> oldest(handle, "submit", "made_at_ms", time, most)
                + oldest(handle, "seen_envelope", "at_ms", time, most));
    }

    private static int oldest(Handle handle, String table, String written, Instant time, int most) {
        List<Long> old = handle
                .createQuery(OLDEST)
                .define("table", table)
                .define("written", written)
                .bind("most", most)
                .map((row, _) -> Map.entry(row.getLong("place"), row.getLong("written")))
                .list()
                .stream()
                .takeWhile(row -> row.getValue() < time.toEpochMilli())
                .map(Map.Entry::getKey)
                .toList();
        return old.isEmpty()
                ? 0
                : handle.createUpdate("DELETE FROM <table> WHERE _ROWID_ <= :last AND <written> < :time")
                        .define("table", table)
                        .define("written", written)
                        .bind("last", old.getLast())
                        .bind("time", time.toEpochMilli())
                        .execute();
    }
}
