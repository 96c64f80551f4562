package waxwing.gateway.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import waxwing.gateway.message.MessageStore.Accepting;
import waxwing.gateway.message.MessageStore.AcceptingBatch;
import waxwing.model.MessageId;
import waxwing.store.Sql;

/// Batches and their items, within the caller's transaction.
final class SqlBatches {
    private SqlBatches() {}

    /// @param accept stores one message
    static void insert(Handle handle, AcceptingBatch batch, Consumer<Accepting> accept) {
        handle.createUpdate("INSERT INTO batch (batch_id, created_at_ms) VALUES (:id, :at)")
                .bind("id", batch.id().value())
                .bind("at", batch.at().toEpochMilli())
                .execute();
        int position = 0;
        for (AcceptingBatch.Item item : batch.items()) {
            switch (item) {
                case AcceptingBatch.Item.Fresh(Accepting message) -> {
                    accept.accept(message);
                    insert(handle, batch.id(), position, message.message().id(), null);
                }
                case AcceptingBatch.Item.Known(MessageId id) -> insert(handle, batch.id(), position, id, null);
                case AcceptingBatch.Item.Refused(String problem) -> insert(handle, batch.id(), position, null, problem);
            }
            position++;
        }
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
                        SELECT i.position, i.message_id, i.problem, m.status, m.send_at_ms
                        FROM batch_item i LEFT JOIN message m ON m.message_id = i.message_id
                        WHERE i.batch_id = :id
                        ORDER BY i.position
                        """)
                .bind("id", id.value())
                .map((row, _) -> item(row))
                .list();
        return handle.createQuery("SELECT created_at_ms FROM batch WHERE batch_id = :id")
                .bind("id", id.value())
                .mapTo(Long.class)
                .findOne()
                .map(created -> new Batch(id, Instant.ofEpochMilli(created), items));
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
