package waxwing.client.messages;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import waxwing.client.content.Mislabel;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.people.SqlContacts;
import waxwing.content.v1.Body;
import waxwing.content.v1.Entity;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.store.Database;
import waxwing.store.Sql;

/// Messages in the profile's database.
public final class SqlMessages implements MessageStore {
    private static final String SELECT = "SELECT * FROM message m JOIN contact c ON c.contact_id = m.contact_id ";

    private final Database database;

    public SqlMessages(Database database) {
        this.database = database;
    }

    @Override
    public Insertion insert(AccountId sender, StoredMessage message, Optional<Instant> expires) {
        return database.inTransaction(handle -> {
            Place place = place(handle, sender, message);
            Optional<Long> row = insertRow(handle, sender, message, place, expires);
            if (row.isEmpty()) {
                return new Insertion.Duplicate();
            }
            return switch (place) {
                case Place.Shown(var instead) -> {
                    instead.ifPresent(earlier -> supersede(handle, sender, earlier));
                    yield new Insertion.Inserted(row.get());
                }
                case Place.Late _ -> new Insertion.Superseded();
            };
        });
    }

    /// Where a message goes among the revisions of its card.
    private sealed interface Place {
        /// @param instead the one that it takes the place of
        record Shown(Optional<UUID> instead) implements Place {}

        /// One that is there already is not earlier.
        record Late() implements Place {}
    }

    private record Revision(UUID message, int number) {}

    private static Place place(Handle handle, AccountId sender, StoredMessage message) {
        Optional<Entity> card = card(message);
        Optional<Revision> before = card.flatMap(entity -> shown(handle, sender, message, entity.getId()));
        int revision = card.map(Entity::getRevision).orElse(0);
        if (before.isPresent() && before.get().number() >= revision) {
            return new Place.Late();
        }
        return new Place.Shown(before.map(Revision::message));
    }

    private static void supersede(Handle handle, AccountId sender, UUID message) {
        Sql.of(handle, "UPDATE message SET superseded = TRUE WHERE sender = :sender AND message_id = :id")
                .bind("sender", sender.value())
                .bind("id", message)
                .execute();
    }

    /// What it is a revision of. What is not what its label says takes no card's place.
    private static Optional<Entity> card(StoredMessage message) {
        MessageKind kind = message.body().kind();
        return message.body()
                .entity()
                .filter(_ -> message.kind().filter(label -> label != kind).isEmpty());
    }

    /// The revision of a card that is shown; a card is named by who sent it, to whom, its kind and its
    /// entity.
    private static Optional<Revision> shown(Handle handle, AccountId sender, StoredMessage message, String entity) {
        return Sql.of(handle, """
                        SELECT message_id, revision FROM message
                        WHERE contact_id = :contact AND kind = :kind AND entity_id = :entity AND sender = :sender
                              AND NOT superseded
                        """)
                .bind("contact", message.with().id().value())
                .bind("kind", message.body().kind().name())
                .bind("entity", entity)
                .bind("sender", sender.value())
                .findOne(row -> new Revision(row.getObject("message_id", UUID.class), row.getInt("revision")));
    }

    /// @return the row's number; empty if the message is there already
    private static Optional<Long> insertRow(
            Handle handle, AccountId sender, StoredMessage message, Place place, Optional<Instant> expires) {
        Optional<Entity> entity = card(message);
        return Sql.inserting(handle, """
                        INSERT INTO message (contact_id, sender, message_id, direction, at_ms, kind, body, entity_id,
                                             revision, superseded, replaces, mislabel, state, since_ms,
                                             expires_at_ms)
                        VALUES (:contact, :sender, :id, :direction, :at, :kind, :body, :entity, :revision, :superseded,
                                :replaces, :mislabel, :state, :since, :expires)
                        ON CONFLICT DO NOTHING
                        """, "row_id")
                .bind("contact", message.with().id().value())
                .bind("sender", sender.value())
                .bind("id", message.id().value())
                .bind("direction", message.direction().name())
                .bind("at", message.at().toEpochMilli())
                .bind("kind", message.kind().map(Enum::name).orElse(null))
                .bind("body", message.body().toContent().toByteArray())
                .bind("entity", entity.map(Entity::getId).orElse(null))
                .bind("revision", entity.map(Entity::getRevision).orElse(null))
                .bind("superseded", place instanceof Place.Late)
                .bind("replaces", place instanceof Place.Shown(var instead) ? instead.orElse(null) : null)
                .bind("mislabel", message.mislabel().map(Enum::name).orElse(null))
                .bind("state", message.state().name())
                .bind("since", message.progress().since().toEpochMilli())
                .bind("expires", expires.map(Instant::toEpochMilli).orElse(null))
                .executeForKey();
    }

    /// A message has left a state. Of its first its own row says enough.
    private static void left(Handle handle, MessageId id, Progress progress) {
        if (progress.state() == MessageState.QUEUED) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO message_state (message_id, state, reason, at_ms)
                        VALUES (:id, :state, :reason, :at)
                        """)
                .bind("id", id.value())
                .bind("state", progress.state().name())
                .bind("reason", progress.reason().map(Enum::name).orElse(null))
                .bind("at", progress.since().toEpochMilli())
                .execute();
    }

    @Override
    public Optional<Moved> move(MessageId id, MessageState next, Optional<StateReason> reason, Instant now) {
        return database.inTransaction(handle -> {
            Optional<Standing> before = handle.createQuery("""
                            SELECT row_id, contact_id, state, reason, since_ms FROM message
                            WHERE message_id = :id AND direction = 'SENT'
                            """)
                    .bind("id", id.value())
                    .map((row, _) -> new Standing(
                            row.getLong("row_id"), new ContactId(row.getLong("contact_id")), progress(row, "since_ms")))
                    .findOne();
            if (before.isEmpty() || !before.get().progress().state().canMoveTo(next)) {
                return Optional.empty();
            }
            Progress progress = new Progress(next, reason, now);
            handle.createUpdate("""
                            UPDATE message SET state = :state, reason = :reason, since_ms = :since WHERE row_id = :row
                            """)
                    .bind("state", next.name())
                    .bind("reason", reason.map(Enum::name).orElse(null))
                    .bind("since", now.toEpochMilli())
                    .bind("row", before.get().row())
                    .execute();
            left(handle, id, before.get().progress());
            return Optional.of(new Moved(before.get().row(), before.get().with(), progress));
        });
    }

    /// As much of an own message as moving it needs.
    private record Standing(long row, ContactId with, Progress progress) {}

    @Override
    public void accepted(MessageId id, Instant now) {
        database.inTransaction(handle -> {
            int moved = Sql.of(handle, """
                            UPDATE message SET state = 'ACCEPTED', since_ms = :now
                            WHERE message_id = :id AND direction = 'SENT' AND state = 'QUEUED'
                            """)
                    .bind("now", now.toEpochMilli())
                    .bind("id", id.value())
                    .execute();
            return moved > 0 ? Optional.empty() : move(id, MessageState.ACCEPTED, Optional.empty(), now);
        });
    }

    @Override
    public List<Conversation> conversations() {
        return database.read(handle -> handle.createQuery(SELECT + """
                        JOIN (SELECT MAX(row_id) AS last_row, SUM(CASE WHEN direction = 'RECEIVED' AND state <> 'READ'
                                                                  THEN 1 ELSE 0 END) AS unread
                              FROM message WHERE NOT superseded GROUP BY contact_id) l ON l.last_row = m.row_id
                        ORDER BY m.row_id DESC
                        """)
                .map((row, _) -> {
                    StoredMessage last = message(row);
                    return new Conversation(last.with(), last, row.getInt("unread"));
                })
                .list());
    }

    @Override
    public List<StoredMessage> with(Contact contact, int limit) {
        List<StoredMessage> latestFirst = database.read(handle -> handle.createQuery(SELECT + """
                        WHERE m.contact_id = :contact AND NOT m.superseded
                        ORDER BY m.row_id DESC LIMIT :limit
                        """)
                .bind("contact", contact.id().value())
                .bind("limit", limit)
                .map((row, _) -> message(row))
                .list());
        return new ArrayList<>(latestFirst).reversed();
    }

    @Override
    public Optional<StoredMessage> sent(MessageId id) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE m.message_id = :id AND m.direction = 'SENT'")
                .bind("id", id.value())
                .map((row, _) -> message(row))
                .findOne());
    }

    @Override
    public List<StoredMessage> received(MessageId id) {
        return database.read(handle -> handle.createQuery(SELECT + """
                        WHERE m.message_id = :id AND m.direction = 'RECEIVED' ORDER BY m.row_id
                        """)
                .bind("id", id.value())
                .map((row, _) -> message(row))
                .list());
    }

    @Override
    public List<Progress> timeline(MessageId id) {
        return database.read(handle ->
                handle.createQuery("""
                        SELECT 'QUEUED' AS state, NULL AS reason, at_ms FROM message
                        WHERE message_id = :id AND direction = 'SENT'
                        UNION SELECT state, reason, at_ms FROM message_state WHERE message_id = :id
                        UNION SELECT state, reason, since_ms FROM message WHERE message_id = :id AND direction = 'SENT'
                        """).bind("id", id.value()).map((row, _) -> progress(row, "at_ms")).list().stream()
                        .sorted(Comparator.comparing(Progress::state))
                        .toList());
    }

    @Override
    public List<StoredMessage> cards(Contact business) {
        return database.read(handle -> handle.createQuery(SELECT + """
                        WHERE m.contact_id = :contact AND m.entity_id IS NOT NULL AND NOT m.superseded
                        ORDER BY m.row_id DESC
                        """)
                .bind("contact", business.id().value())
                .map((row, _) -> message(row))
                .list());
    }

    /// Reads a row of `message` joined with its contact.
    static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                new MessageId(row.getObject("message_id", UUID.class)),
                SqlContacts.contact(row),
                Direction.valueOf(row.getString("direction")),
                Instant.ofEpochMilli(row.getLong("at_ms")),
                body(row.getBytes("body")),
                Optional.ofNullable(row.getString("kind")).map(MessageKind::valueOf),
                progress(row, "since_ms"),
                Optional.ofNullable(row.getString("mislabel")).map(Mislabel::valueOf));
    }

    private static MessageBody body(byte[] stored) {
        try {
            return MessageBody.ofContent(Body.parseFrom(stored))
                    .orElseThrow(() -> new IllegalStateException("a stored message has no body"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored message can't be read", e);
        }
    }

    private static Progress progress(ResultSet row, String since) throws SQLException {
        return new Progress(
                MessageState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("reason")).map(StateReason::valueOf),
                Instant.ofEpochMilli(row.getLong(since)));
    }
}
