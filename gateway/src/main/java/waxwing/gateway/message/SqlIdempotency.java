package waxwing.gateway.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import waxwing.gateway.message.MessageStore.Made;
import waxwing.gateway.message.MessageStore.Remembered;
import waxwing.model.MessageId;

/// What idempotency keys stand for, within the caller's transaction.
final class SqlIdempotency {
    private SqlIdempotency() {}

    static Optional<Remembered> find(Handle handle, IdempotencyKey key, Instant since) {
        return handle.createQuery("""
                        SELECT request_hash, message_id, batch_id FROM idempotency
                        WHERE idempotency_key = :key AND created_at_ms > :since
                        """)
                .bind("key", key.value())
                .bind("since", since.toEpochMilli())
                .map((row, _) -> new Remembered(RequestHash.ofBytes(row.getBytes("request_hash")), made(row)))
                .findOne();
    }

    private static Made made(ResultSet row) throws SQLException {
        UUID message = row.getObject("message_id", UUID.class);
        return message == null
                ? new Made.ABatch(new BatchId(row.getObject("batch_id", UUID.class)))
                : new Made.OneMessage(new MessageId(message));
    }

    static int remember(Handle handle, IdempotencyKey key, Remembered remembered, Instant at) {
        handle.createUpdate("DELETE FROM idempotency WHERE idempotency_key = :key")
                .bind("key", key.value())
                .execute();
        Optional<UUID> message = switch (remembered.made()) {
            case Made.OneMessage(MessageId id) -> Optional.of(id.value());
            case Made.ABatch _ -> Optional.empty();
        };
        Optional<UUID> batch = switch (remembered.made()) {
            case Made.OneMessage _ -> Optional.empty();
            case Made.ABatch(BatchId id) -> Optional.of(id.value());
        };
        return handle.createUpdate("""
                        INSERT INTO idempotency (idempotency_key, request_hash, message_id, batch_id, created_at_ms)
                        VALUES (:key, :request, :message, :batch, :at)
                        """)
                .bind("key", key.value())
                .bind("request", remembered.request().toBytes())
                .bind("message", message.orElse(null))
                .bind("batch", batch.orElse(null))
                .bind("at", at.toEpochMilli())
                .execute();
    }

    static int forgetBefore(Handle handle, Instant time) {
        return handle.createUpdate("DELETE FROM idempotency WHERE created_at_ms <= :time")
                .bind("time", time.toEpochMilli())
                .execute();
    }
}
