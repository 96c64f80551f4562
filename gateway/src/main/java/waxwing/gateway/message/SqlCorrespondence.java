package waxwing.gateway.message;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;

/// Correspondence in the gateway's database.
public final class SqlCorrespondence implements Correspondence {
    private final Database database;

    public SqlCorrespondence(Database database) {
        this.database = database;
    }

    @Override
    public MessagePage lastToEach(OptionalLong before, int limit) {
        return database.read(handle -> SqlMessageViews.page(
                handle, handle.createQuery("""
                                SELECT m.message_id, m.ordinal FROM message m
                                WHERE m.ordinal < :before AND NOT EXISTS (
                                    SELECT 1 FROM message n
                                    WHERE n.phone_number = m.phone_number AND n.ordinal > m.ordinal)
                                ORDER BY m.ordinal DESC LIMIT :limit
                                """).bind("before", before.orElse(Long.MAX_VALUE)), limit));
    }

    @Override
    public MessagePage with(PhoneNumber to, OptionalLong before, int limit) {
        return database.read(handle -> SqlMessageViews.page(
                handle,
                handle.createQuery("""
                                SELECT message_id, ordinal FROM message
                                WHERE phone_number = :number AND ordinal < :before
                                ORDER BY phone_number DESC, ordinal DESC LIMIT :limit
                                """).bind("number", to.e164()).bind("before", before.orElse(Long.MAX_VALUE)),
                limit));
    }

    @Override
    public Map<MessageKind, TimelineEntry> outcomes(PhoneNumber to) {
        return database.read(handle -> {
            Map<MessageKind, TimelineEntry> outcomes = new EnumMap<>(MessageKind.class);
            for (MessageKind kind : MessageKind.values()) {
                outcome(handle, to, kind).ifPresent(entry -> outcomes.put(kind, entry));
            }
            return outcomes;
        });
    }

    private static Optional<TimelineEntry> outcome(Handle handle, PhoneNumber to, MessageKind kind) {
        return handle.createQuery("""
                        SELECT t.status, t.code, t.at_ms
                        FROM message m JOIN timeline t ON t.message_id = m.message_id
                        WHERE m.phone_number = :number AND m.kind = :kind AND t.status IN (:delivered, :suppressed)
                        ORDER BY t.at_ms DESC, m.ordinal DESC LIMIT 1
                        """)
                .bind("number", to.e164())
                .bind("kind", kind.name())
                .bind("delivered", MessageStatus.DELIVERED.name())
                .bind("suppressed", MessageStatus.SUPPRESSED.name())
                .map((row, _) -> new TimelineEntry(
                        MessageStatus.valueOf(row.getString("status")),
                        Optional.ofNullable(row.getString("code")),
                        Instant.ofEpochMilli(row.getLong("at_ms"))))
                .findOne();
    }
}
