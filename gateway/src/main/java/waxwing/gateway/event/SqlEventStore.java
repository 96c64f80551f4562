package waxwing.gateway.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import waxwing.store.Database;
import waxwing.store.Sql;

/// The log of events in the gateway's database.
///
/// An event gets its number not when it is written but when it is about to be read. Writers run side by
/// side and become visible in any order; numbers are given under the lock of one row, to what is visible by
/// then, so they become visible in their own order. Two events of the same message are never written side
/// by side, so they keep their order too.
final class SqlEventStore implements EventStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOVED_AT_ONCE = 1_000;

    /// `ORDER BY sequence`, though none has one: in any other order H2 reads all of them before the first. In its index
    /// those without a number stand in the order of their positions.
    static final String UNNUMBERED = "SELECT position FROM event WHERE sequence IS NULL ORDER BY sequence LIMIT :limit";

    private final Database database;

    SqlEventStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(NewEvent event, Runnable whenDurable) {
        database.inRetriedTransaction(handle -> {
            handle.afterCommit(whenDurable);
            return Sql.of(handle, """
                            INSERT INTO event (event_id, event_type, at_ms, data) VALUES (:id, :type, :at, :data)
                            """)
                    .bind("id", event.id().value())
                    .bind("type", event.type().wireName())
                    .bind("at", event.at().toEpochMilli())
                    .bind("data", JSON.writeValueAsBytes(event.data()))
                    .execute();
        });
    }

    @Override
    public List<LoggedEvent> after(EventCursor cursor, int limit) {
        while (true) {
            Page page = database.inRetriedTransaction(handle -> new Page(number(handle), read(handle, cursor, limit)));
            if (page.numbered() < MOVED_AT_ONCE || page.events().size() == limit) {
                return page.events();
            }
        }
    }

    private record Page(int numbered, List<LoggedEvent> events) {}

    private static List<LoggedEvent> read(Handle handle, EventCursor cursor, int limit) {
        return handle.createQuery("""
                        SELECT sequence, event_id, event_type, at_ms, data FROM event
                        WHERE sequence > :after ORDER BY sequence LIMIT :limit
                        """)
                .bind("after", cursor.sequence())
                .bind("limit", limit)
                .map((row, _) -> event(row))
                .list();
    }

    @Override
    public EventCursor end() {
        numberAll();
        return database.read(handle -> new EventCursor(handle.createQuery("SELECT last_sequence FROM event_sequence")
                .mapTo(Long.class)
                .one()));
    }

    private void numberAll() {
        while (database.inRetriedTransaction(SqlEventStore::number) == MOVED_AT_ONCE) {
            // There may be more.
        }
    }

    /// @return how many got their numbers; if there are many, it takes more than one transaction
    private static int number(Handle handle) {
        if (unnumbered(handle, 1).isEmpty()) {
            return 0;
        }
        long sequence = lastSequence(handle);
        List<Long> positions = unnumbered(handle, MOVED_AT_ONCE);
        if (positions.isEmpty()) {
            return 0;
        }
        PreparedBatch numbers = handle.prepareBatch("UPDATE event SET sequence = :sequence WHERE position = :position");
        for (long position : positions) {
            sequence++;
            numbers.bind("sequence", sequence).bind("position", position).add();
        }
        numbers.execute();
        handle.createUpdate("UPDATE event_sequence SET last_sequence = :sequence")
                .bind("sequence", sequence)
                .execute();
        return positions.size();
    }

    /// Whoever gives numbers or forgets holds this row until the end of the transaction.
    private static long lastSequence(Handle handle) {
        return handle.createQuery("SELECT last_sequence FROM event_sequence FOR UPDATE")
                .mapTo(Long.class)
                .one();
    }

    private static List<Long> unnumbered(Handle handle, int most) {
        return handle.createQuery(UNNUMBERED)
                .bind("limit", most)
                .mapTo(Long.class)
                .list();
    }

    @Override
    public int forgetUntil(Instant time) {
        // Also where nobody reads; and no number is given twice.
        numberAll();
        return database.inRetriedTransaction(handle -> {
            lastSequence(handle);
            List<Long> old = handle
                    .createQuery("SELECT sequence, at_ms FROM event ORDER BY sequence LIMIT :limit")
                    .bind("limit", MOVED_AT_ONCE)
                    .map((row, _) -> new Aged(row.getLong("sequence"), row.getLong("at_ms")))
                    .list()
                    .stream()
                    .takeWhile(event -> event.sequence() > 0 && event.at() <= time.toEpochMilli())
                    .map(Aged::sequence)
                    .toList();
            if (old.isEmpty()) {
                return 0;
            }
            handle.createUpdate("UPDATE event_sequence SET forgotten_sequence = :last")
                    .bind("last", old.getLast())
                    .execute();
            return handle.createUpdate("DELETE FROM event WHERE sequence <= :last")
                    .bind("last", old.getLast())
                    .execute();
        });
    }

    /// @param sequence 0 for one that has no number yet
    private record Aged(long sequence, long at) {}

    @Override
    public EventCursor forgotten() {
        return database.read(
                handle -> new EventCursor(handle.createQuery("SELECT forgotten_sequence FROM event_sequence")
                        .mapTo(Long.class)
                        .one()));
    }

    private static LoggedEvent event(ResultSet row) throws SQLException {
        String type = row.getString("event_type");
        return new LoggedEvent(
                new EventCursor(row.getLong("sequence")),
                new EventId(row.getString("event_id")),
                EventType.parse(type).orElseThrow(() -> new SQLException("a stored event has an unknown type")),
                Instant.ofEpochMilli(row.getLong("at_ms")),
                (ObjectNode) JSON.readTree(row.getBytes("data")));
    }
}
