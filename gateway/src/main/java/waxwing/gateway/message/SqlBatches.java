package waxwing.gateway.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import waxwing.gateway.message.MessageStore.Accepting;
import waxwing.gateway.message.MessageStore.AcceptingBatch;
import waxwing.model.MessageId;
import waxwing.store.Sql;

/// Batches and their items, within the caller's transaction.
final class SqlBatches {
    /// The messages that the batch `:id` made: they lie close together, and no index has them by their batch.
    private static final String MADE = """
            batch b JOIN message m ON m.ordinal BETWEEN b.first_ordinal AND b.last_ordinal AND m.batch_id = b.batch_id
            WHERE b.batch_id = :id
            """;

    private SqlBatches() {}

    /// Where a batch has the message that it made.
    ///
    /// @param position from 0 on
    record Place(BatchId batch, int position) {}

    /// @param accept stores a message that the batch makes, with its place
    static void insert(Handle handle, AcceptingBatch batch, BiConsumer<Accepting, Place> accept) {
        handle.createUpdate("INSERT INTO batch (batch_id, created_at_ms) VALUES (:id, :at)")
                .bind("id", batch.id().value())
                .bind("at", batch.at().toEpochMilli())
                .execute();
        List<MessageId> made = new ArrayList<>();
        int position = 0;
        for (AcceptingBatch.Item item : batch.items()) {
            switch (item) {
                case AcceptingBatch.Item.Fresh(Accepting message) -> {
                    accept.accept(message, new Place(batch.id(), position));
                    made.add(message.message().id());
                }
                case AcceptingBatch.Item.Known(MessageId id) -> insert(handle, batch.id(), position, id, null);
                case AcceptingBatch.Item.Refused(String problem) -> insert(handle, batch.id(), position, null, problem);
            }
            position++;
        }
        if (!made.isEmpty()) {
            liesBetween(handle, batch.id(), made.getFirst(), made.getLast());
        }
    }

    private static void liesBetween(Handle handle, BatchId batch, MessageId first, MessageId last) {
        handle.createUpdate("""
                        UPDATE batch SET first_ordinal = (SELECT ordinal FROM message WHERE message_id = :first),
                            last_ordinal = (SELECT ordinal FROM message WHERE message_id = :last)
                        WHERE batch_id = :id
                        """)
                .bind("id", batch.value())
                .bind("first", first.value())
                .bind("last", last.value())
                .execute();
    }

    private static void insert(
            Handle handle, BatchId batch, int position, @Nullable MessageId message, @Nullable String problem) {
        Sql.of(handle, """
                        INSERT INTO batch_item (batch_id, position, message_id, problem)
                        VALUES (:batch, :position, :message, :problem)
                        """)
                .bind("batch", batch.value())
                .bind("position", position)
                .bind("message", message == null ? null : message.value())
                .bind("problem", problem)
                .execute();
    }

    static Optional<Batch> find(Handle handle, BatchId id) {
        List<Batch.Item> items = handle.createQuery("""
                        SELECT m.batch_position AS position, m.message_id, NULL AS problem, m.status, m.send_at_ms
                        FROM %s
                        UNION ALL
                        SELECT i.position, i.message_id, i.problem, m.status, m.send_at_ms
                        FROM batch_item i LEFT JOIN message m ON m.message_id = i.message_id
                        WHERE i.batch_id = :id
                        ORDER BY position
                        """.formatted(MADE))
                .bind("id", id.value())
                .map((row, _) -> item(row))
                .list();
        return handle.createQuery("SELECT created_at_ms FROM batch WHERE batch_id = :id")
                .bind("id", id.value())
                .mapTo(Long.class)
                .findOne()
                .map(created -> new Batch(id, Instant.ofEpochMilli(created), items));
    }

    /// Whether a message is left of what a batch made or found.
    static boolean hasMessage(Handle handle, UUID batch) {
        return handle.createQuery("""
                        SELECT 1 WHERE EXISTS (SELECT 1 FROM %s)
                            OR EXISTS (SELECT 1 FROM batch_item WHERE batch_id = :id AND message_id IS NOT NULL)
                        """.formatted(MADE))
                .bind("id", batch)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static Batch.Item item(ResultSet row) throws SQLException {
        UUID message = row.getObject("message_id", UUID.class);
        if (message == null) {
            return new Batch.Item.Refused(row.getInt("position"), row.getString("problem"));
        }
        row.getLong("send_at_ms");
        MessageStatus first = row.wasNull() ? MessageStatus.ACCEPTED : MessageStatus.SCHEDULED;
        return new Batch.Item.Accepted(
                row.getInt("position"), new MessageId(message), first, MessageStatus.valueOf(row.getString("status")));
    }
}
