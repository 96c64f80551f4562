package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import waxwing.store.Database;

/// Mailboxes in an SQL database: for relays that share a PostgreSQL. The schema is `V2__mailbox.sql`.
public final class SqlMailboxStore implements MailboxStore {
    private final Database database;

    /// Does not take the database over.
    public SqlMailboxStore(Database database) {
        this.database = database;
    }

    @Override
    public void apply(List<Change> changes) {
        database.inTransaction(handle -> {
            List<Change> run = new ArrayList<>(changes.size());
            for (Change change : changes) {
                // What wipes a queue must not overtake what was put before, nor be overtaken.
                if (change instanceof Change.Wipe wipe) {
                    applyRun(handle, run);
                    run.clear();
                    handle.execute(
                            "DELETE FROM mailbox_entry WHERE queue_id = ?",
                            wipe.queue().value());
                } else {
                    run.add(change);
                }
            }
            applyRun(handle, run);
            return changes.size();
        });
    }

    /// A put comes before the removal of the same entry, and otherwise these commute; so each kind is one batch.
    private static void applyRun(Handle handle, List<Change> run) {
        PreparedBatch puts = handle.prepareBatch("""
                INSERT INTO mailbox_entry (queue_id, sequence, expires_at, size, content)
                VALUES (:queue, :sequence, :expiresAt, :size, :content)
                """);
        PreparedBatch submits = handle.prepareBatch("""
                INSERT INTO mailbox_submit (sender_queue_id, submit_id, destination_id, made_at, accepted_at)
                VALUES (:sender, :submit, :destination, :madeAt, :acceptedAt) ON CONFLICT DO NOTHING
                """);
        PreparedBatch removals =
                handle.prepareBatch("DELETE FROM mailbox_entry WHERE queue_id = :queue AND sequence = :sequence");
        for (Change change : run) {
            switch (change) {
                case Change.Put put ->
                    puts.bind("queue", put.queue().value())
                            .bind("sequence", put.sequence())
                            .bind("expiresAt", put.entry().expiresAtMillis())
                            .bind("size", put.entry().size())
                            .bind("content", EntryCodec.encode(put.entry()))
                            .add();
                case Change.Accepted accepted ->
                    submits.bind("sender", accepted.submit().sender().value())
                            .bind("submit", accepted.submit().submit().value())
                            .bind("destination", accepted.submit().destination().value())
                            .bind("madeAt", accepted.submit().submit().madeAtMillis())
                            .bind("acceptedAt", accepted.atMillis())
                            .add();
                case Change.Remove remove ->
                    removals.bind("queue", remove.queue().value())
                            .bind("sequence", remove.sequence())
                            .add();
                case Change.Wipe _ -> throw new IllegalStateException("a wipe stands alone");
                case Change.Reserve reserve ->
                    handle.execute(
                            "UPDATE mailbox_sequence SET reserved = ? WHERE reserved < ?",
                            reserve.sequence(),
                            reserve.sequence());
                case Change.ForgetSubmits forget ->
                    handle.execute("DELETE FROM mailbox_submit WHERE made_at < ?", forget.madeBeforeMillis());
            }
        }
        List.of(puts, submits, removals).forEach(batch -> {
            if (batch.size() > 0) {
                batch.execute();
            }
        });
    }

    @Override
    public List<SequencedEntry> read(QueueId queue, long after, int max) {
        return database.read(handle -> handle.createQuery("""
                        SELECT sequence, content FROM mailbox_entry
                        WHERE queue_id = :queue AND sequence > :after ORDER BY sequence LIMIT :max
                        """)
                .bind("queue", queue.value())
                .bind("after", after)
                .bind("max", max)
                .map((row, _) ->
                        new SequencedEntry(row.getLong("sequence"), EntryCodec.decode(row.getBytes("content"))))
                .list());
    }

    @Override
    public QueueUsage usage(QueueId queue) {
        return database.read(handle -> handle.createQuery(
                        "SELECT COUNT(*) AS entries, COALESCE(SUM(size), 0) AS bytes FROM mailbox_entry WHERE queue_id = :queue")
                .bind("queue", queue.value())
                .map((row, _) -> new QueueUsage(row.getInt("entries"), row.getLong("bytes")))
                .one());
    }

    @Override
    public OptionalLong acceptedAt(SubmitKey submit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT accepted_at FROM mailbox_submit
                        WHERE sender_queue_id = :sender AND submit_id = :submit AND destination_id = :destination
                        """)
                .bind("sender", submit.sender().value())
                .bind("submit", submit.submit().value())
                .bind("destination", submit.destination().value())
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    @Override
    public OptionalLong newestSubmit(QueueId sender) {
        return database.read(
                handle -> handle.createQuery("SELECT MAX(made_at) FROM mailbox_submit WHERE sender_queue_id = :sender")
                        .bind("sender", sender.value())
                        .mapTo(Long.class)
                        .findFirst()
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty));
    }

    @Override
    public List<QueueId> heldQueues() {
        return database.read(
                handle -> handle.createQuery("SELECT DISTINCT queue_id FROM mailbox_entry WHERE queue_id < 0")
                        .map((row, _) -> new QueueId(row.getLong("queue_id")))
                        .list());
    }

    @Override
    public long reserved() {
        return database.read(handle -> handle.createQuery("SELECT reserved FROM mailbox_sequence")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public List<ExpiredEntry> expired(long nowMillis, int max) {
        return database.read(handle -> handle.createQuery(
                        "SELECT queue_id, sequence, size FROM mailbox_entry WHERE expires_at <= :now LIMIT :max")
                .bind("now", nowMillis)
                .bind("max", max)
                .map((row, _) -> new ExpiredEntry(
                        new QueueId(row.getLong("queue_id")), row.getLong("sequence"), row.getInt("size")))
                .list());
    }

    @Override
    public void close() {}
}
