package waxwing.client.messages;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.people.GeneralControls.ReadReceipts;
import waxwing.client.people.SqlContacts;
import waxwing.client.people.SqlOwnRules;
import waxwing.model.MessageId;
import waxwing.store.Database;

/// Events in the profile's database. One SQL thread writes them, so that cursors become visible in their order.
public final class SqlEvents implements EventLog {
    private static final String MESSAGE = "MESSAGE";
    private static final String STATE = "STATE";
    private static final String IDENTITY = "IDENTITY";

    private final Database database;
    private final InstantSource clock;
    private final Changes changes;
    private final Telling telling;
    private final SqlOwnRules rules;
    private final Runnable onRead;

    /// Which senders of messages are told that they were read.
    public enum Telling {
        /// People are, and businesses if the person's rules say so.
        BY_THE_RULES,
        NOBODY
    }

    /// @param onRead called after receipts were queued
    public SqlEvents(
            Database database,
            InstantSource clock,
            Changes changes,
            Telling telling,
            SqlOwnRules rules,
            Runnable onRead) {
        this.database = database;
        this.clock = clock;
        this.changes = changes;
        this.telling = telling;
        this.rules = rules;
        this.onRead = onRead;
    }

    @Override
    public void received(Contact from, long row, Instant at) {
        append(MESSAGE, from.id(), row, null, at);
    }

    @Override
    public void moved(MessageStore.Moved moved) {
        append(
                STATE,
                moved.with(),
                moved.row(),
                moved.progress(),
                moved.progress().since());
    }

    @Override
    public void identityChanged(Contact contact, Instant at) {
        append(IDENTITY, contact.id(), null, null, at);
    }

    private void append(String type, ContactId contact, @Nullable Long row, @Nullable Progress progress, Instant at) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO event (at_ms, type, contact_id, row_id, state, reason)
                        VALUES (:at, :type, :contact, :row, :state, :reason)
                        """)
                .bind("at", at.toEpochMilli())
                .bind("type", type)
                .bind("contact", contact.value())
                .bind("row", row)
                .bind("state", progress == null ? null : progress.state().name())
                .bind(
                        "reason",
                        progress == null
                                ? null
                                : progress.reason().map(Enum::name).orElse(null))
                .execute());
    }

    /// Events of a message that is forgotten are passed over.
    @Override
    public List<Event> after(long cursor, int max) {
        return database.read(handle -> handle.createQuery("""
                        SELECT e.cursor_id, e.at_ms AS event_at, e.type, e.state AS event_state,
                               e.reason AS event_reason, c.*, m.*
                        FROM event e JOIN contact c ON c.contact_id = e.contact_id
                             LEFT JOIN message m ON m.row_id = e.row_id
                        WHERE e.cursor_id > :cursor AND (e.row_id IS NULL OR m.row_id IS NOT NULL)
                        ORDER BY e.cursor_id LIMIT :max
                        """)
                .bind("cursor", cursor)
                .bind("max", max)
                .map((row, _) -> event(row))
                .list());
    }

    private static Event event(ResultSet row) throws SQLException {
        long cursor = row.getLong("cursor_id");
        Instant at = Instant.ofEpochMilli(row.getLong("event_at"));
        return switch (row.getString("type")) {
            case MESSAGE -> received(cursor, at, row);
            case STATE -> {
                Progress progress = new Progress(
                        MessageState.valueOf(row.getString("event_state")),
                        Optional.ofNullable(row.getString("event_reason")).map(StateReason::valueOf),
                        at);
                yield new Event.StateChanged(cursor, at, SqlMessages.message(row), progress);
            }
            case IDENTITY -> new Event.IdentityChanged(cursor, at, SqlContacts.contact(row));
            default -> throw new IllegalStateException("an event of unknown type is stored");
        };
    }

    private static Event received(long cursor, Instant at, ResultSet row) throws SQLException {
        StoredMessage message = SqlMessages.message(row);
        if (message.body() instanceof MessageBody.CardAction action) {
            return new Event.ActionReceived(cursor, at, message, action);
        }
        if (message.kind().isEmpty()) {
            return new Event.MessageReceived(cursor, at, message);
        }
        Optional<MessageId> updates =
                Optional.ofNullable(row.getObject("replaces", UUID.class)).map(MessageId::new);
        return new Event.BusinessMessageReceived(cursor, at, message, updates);
    }

    @Override
    public List<Event> awaitAfter(long cursor, int max, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long version = changes.version();
            List<Event> events = after(cursor, max);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!events.isEmpty() || left.isNegative() || !changes.awaitAfter(version, left)) {
                return events;
            }
        }
    }

    @Override
    public long acknowledged() {
        return database.read(SqlEvents::acknowledged);
    }

    private static long acknowledged(Handle handle) {
        return handle.createQuery("SELECT acknowledged FROM reading")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    @Override
    public void acknowledge(long cursor) {
        database.inTransaction(handle -> {
            long before = acknowledged(handle);
            if (cursor > before) {
                markRead(handle, before, cursor);
                handle.execute("DELETE FROM reading");
                handle.execute("INSERT INTO reading (only_row, acknowledged) VALUES (1, ?)", cursor);
            }
            return cursor;
        });
        changes.ring();
        onRead.run();
    }

    private void markRead(Handle handle, long after, long upTo) {
        String unread = """
                row_id IN (SELECT e.row_id FROM event e
                           WHERE e.type = 'MESSAGE' AND e.cursor_id > :after AND e.cursor_id <= :upTo)
                AND direction = 'RECEIVED' AND state <> 'READ'
                """;
        if (telling == Telling.BY_THE_RULES) {
            String told = rules.now().readReceipts() == ReadReceipts.ON
                    ? ""
                    : " AND contact_id NOT IN (SELECT contact_id FROM contact WHERE account_type = 'BUSINESS')";
            handle.createUpdate("""
                            INSERT INTO pending_receipt (contact_id, message_id, status)
                            SELECT contact_id, message_id, 'READ' FROM message WHERE\s""" + unread + told)
                    .bind("after", after)
                    .bind("upTo", upTo)
                    .execute();
        }
        handle.createUpdate("UPDATE message SET state = 'READ', since_ms = :now WHERE " + unread)
                .bind("now", clock.millis())
                .bind("after", after)
                .bind("upTo", upTo)
                .execute();
    }
}
