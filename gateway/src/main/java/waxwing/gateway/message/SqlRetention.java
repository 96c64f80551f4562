package waxwing.gateway.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import waxwing.model.MessageId;
import waxwing.store.Database;

/// What the gateway forgets of messages and batches. Each method is one small transaction.
final class SqlRetention {
    /// From which on time does nothing to a message but let it grow old.
    private static final Set<MessageStatus> KNOWN =
            EnumSet.complementOf(EnumSet.of(MessageStatus.SCHEDULED, MessageStatus.ACCEPTED));

    private static final String NOTHING_NEEDS_IT = """
            AND NOT EXISTS (SELECT 1 FROM idempotency k WHERE k.message_id = m.message_id)
            AND NOT EXISTS (SELECT 1 FROM idempotency k WHERE k.batch_id = m.batch_id)
            AND NOT EXISTS (SELECT 1 FROM batch_item i JOIN idempotency k ON k.batch_id = i.batch_id
                WHERE i.message_id = m.message_id)
            """;
    static final String OLDEST = """
            SELECT m.message_id FROM message m WHERE m.status = :status AND m.due_at_ms <= :time
            %s ORDER BY m.status, m.due_at_ms LIMIT :most
            """.formatted(NOTHING_NEEDS_IT);
    private static final String STILL_OLD = """
            SELECT m.message_id FROM message m
            WHERE m.message_id = :id AND m.status IN (<known>) AND m.due_at_ms <= :time
            """ + NOTHING_NEEDS_IT;

    private final Database database;

    SqlRetention(Database database) {
        this.database = database;
    }

    /// Messages that have been old since `time` or before, the oldest of each status first. They are in no queue,
    /// and no idempotency key stands for any of them or for a batch with one.
    List<MessageId> old(Instant time, int most) {
        return database.read(handle -> {
            List<MessageId> found = new ArrayList<>();
            for (MessageStatus status : KNOWN) {
                found.addAll(handle.createQuery(OLDEST)
                        .bind("status", status.name())
                        .bind("time", time.toEpochMilli())
                        .bind("most", most - found.size())
                        .mapTo(UUID.class)
                        .map(MessageId::new)
                        .list());
            }
            return found;
        });
    }

    /// Some of these messages begin to be old only at another time.
    void youngUntil(Map<MessageId, Instant> times) {
        database.inRetriedTransaction(handle -> {
            times.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> entry.getKey().value()))
                    .forEach(entry -> handle.createUpdate("UPDATE message SET due_at_ms = :due WHERE message_id = :id")
                            .bind("due", entry.getValue().toEpochMilli())
                            .bind("id", entry.getKey().value())
                            .execute());
            return times;
        });
    }

    /// Forgets messages with their timelines and their places in batches, and batches of which no message is left; but
    /// not a message that is not old any more, as it has just moved.
    void forget(Collection<MessageId> ids, Instant time) {
        database.inRetriedTransaction(handle -> {
            SqlLocks.hold(handle, ids.stream());
            List<UUID> gone = SqlLocks.ordered(ids.stream())
                    .filter(id -> isStillOld(handle, id, time))
                    .toList();
            if (gone.isEmpty()) {
                return gone;
            }
            List<UUID> batches = handle.createQuery("""
                            SELECT batch_id FROM batch_item WHERE message_id IN (<ids>)
                            UNION SELECT batch_id FROM message WHERE message_id IN (<ids>) AND batch_id IS NOT NULL
                            ORDER BY batch_id
                            """)
                    .bindList("ids", gone)
                    .mapTo(UUID.class)
                    .list();
            each(handle, "DELETE FROM timeline WHERE message_id = :id", gone);
            each(handle, "DELETE FROM batch_item WHERE message_id = :id", gone);
            each(handle, "DELETE FROM message WHERE message_id = :id", gone);
            forgetBatches(handle, batches);
            return gone;
        });
    }

    private static boolean isStillOld(Handle handle, UUID id, Instant time) {
        return handle.createQuery(STILL_OLD)
                .bind("id", id)
                .bindList("known", KNOWN.stream().map(Enum::name).toList())
                .bind("time", time.toEpochMilli())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    /// Looks at batches in the order in which they came, from behind a place on, and forgets those from `time` or
    /// before that have no message: of all others the last message takes its batch along.
    ///
    /// @param place 0, or what the last look returned
    /// @return up to where it has looked
    long forgetRefusedBatches(long place, Instant time, int most) {
        return database.inRetriedTransaction(handle -> {
            List<Aged> old = handle
                    .createQuery("""
                            SELECT _ROWID_ AS place, batch_id, created_at_ms FROM batch
                            WHERE _ROWID_ > :place ORDER BY _ROWID_ LIMIT :most
                            """)
                    .bind("place", place)
                    .bind("most", most)
                    .map((row, _) -> new Aged(
                            row.getLong("place"), row.getObject("batch_id", UUID.class), row.getLong("created_at_ms")))
                    .list()
                    .stream()
                    .takeWhile(batch -> batch.created() <= time.toEpochMilli())
                    .toList();
            forgetBatches(handle, old.stream().map(Aged::batch).sorted().toList());
            return old.isEmpty() ? place : old.getLast().place();
        });
    }

    private record Aged(long place, UUID batch, long created) {}

    /// Those of which no message is left.
    private static void forgetBatches(Handle handle, Collection<UUID> ids) {
        List<UUID> empty =
                ids.stream().filter(id -> !SqlBatches.hasMessage(handle, id)).toList();
        each(handle, "DELETE FROM batch_item WHERE batch_id = :id", empty);
        each(handle, "DELETE FROM batch WHERE batch_id = :id", empty);
    }

    private static void each(Handle handle, String sql, Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(sql);
            ids.forEach(id -> batch.bind("id", id).add());
            batch.execute();
        }
    }
}
