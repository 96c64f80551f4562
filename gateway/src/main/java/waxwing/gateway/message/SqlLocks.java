package waxwing.gateway.message;

import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import waxwing.model.MessageId;
import waxwing.store.Sql;

/// The order in which transactions lock messages, see `waxwing.gateway`.
final class SqlLocks {
    private SqlLocks() {}

    /// Locks the rows of messages, in one order whoever it is: all that a transaction changes, before the first. What
    /// the queue has of a message is changed only by whoever holds the message, except when it is handed over.
    static void hold(Handle handle, Stream<MessageId> ids) {
        ordered(ids)
                .forEach(id -> Sql.of(handle, "SELECT message_id FROM message WHERE message_id = :id FOR UPDATE")
                        .bind("id", id)
                        .findOne(row -> row.getObject(1, UUID.class)));
    }

    /// The order of locking, for one who changes the rows in it.
    static Stream<UUID> ordered(Stream<MessageId> ids) {
        return ids.map(MessageId::value).distinct().sorted();
    }
}
