package waxwing.client.exchange;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import waxwing.client.messages.EventLog;
import waxwing.client.messages.History;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.Strangers;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.people.ContactStore;
import waxwing.client.people.GeneralControls.FirstMessages;
import waxwing.client.people.SqlOwnRules;
import waxwing.content.v1.MessageStatuses;
import waxwing.model.MessageId;
import waxwing.store.Database;

/// The messages that wait, in the profile's database.
final class SqlStrangers implements Strangers {
    private final Database database;
    private final InstantSource clock;
    private final SqlOwnRules rules;
    private final Around around;

    SqlStrangers(Database database, InstantSource clock, SqlOwnRules rules, Around around) {
        this.database = database;
        this.clock = clock;
        this.rules = rules;
        this.around = around;
    }

    /// What else is concerned.
    ///
    /// @param onAccepted called after receipts were queued
    record Around(ContactStore contacts, History history, EventLog events, OutboxStore outbox, Runnable onAccepted) {}

    private record Row(long row, MessageId message, ContactId contact, Instant at) {}

    /// Whether a person's messages have to wait. Joins the caller's transaction.
    boolean mustWait(Contact from) {
        return rules.now().firstMessages() == FirstMessages.CONTACTS
                && !around.contacts().isKnown(from);
    }

    /// A message waits. Joins the caller's transaction.
    void wait(Contact from, long row) {
        database.inTransaction(handle -> {
            handle.execute("UPDATE message SET superseded = TRUE WHERE row_id = ?", row);
            return handle.execute(
                    "INSERT INTO waiting_message (row_id, contact_id) VALUES (?, ?)",
                    row,
                    from.id().value());
        });
    }

    @Override
    public List<Waiting> all() {
        Map<ContactId, List<Row>> rows = new LinkedHashMap<>();
        rows("").forEach(row ->
                rows.computeIfAbsent(row.contact(), _ -> new ArrayList<>()).add(row));
        return rows.entrySet().stream()
                .flatMap(entry -> around.contacts().byId(entry.getKey()).stream()
                        .filter(stranger -> stranger.standing() != Contact.Standing.BLOCKED)
                        .flatMap(stranger -> around
                                .history()
                                .received(entry.getValue().getFirst().message())
                                .stream()
                                .filter(message -> message.with().id().equals(stranger.id()))
                                .map(first -> waiting(stranger, first, entry.getValue()))))
                .toList();
    }

    private static Waiting waiting(Contact stranger, StoredMessage first, List<Row> rows) {
        return new Waiting(stranger, rows.size(), first, rows.getLast().at());
    }

    private List<Row> rows(String where) {
        return database.read(handle -> handle.createQuery("""
                        SELECT m.row_id, m.message_id, m.contact_id, m.at_ms
                        FROM waiting_message w JOIN message m ON m.row_id = w.row_id\s""" + where + " ORDER BY w.row_id")
                .map((row, _) -> new Row(
                        row.getLong("row_id"),
                        new MessageId(row.getObject("message_id", UUID.class)),
                        new ContactId(row.getLong("contact_id")),
                        Instant.ofEpochMilli(row.getLong("at_ms"))))
                .list());
    }

    /// What waits of those whom the person knows by now waits no longer.
    void admitKnown() {
        database.inTransaction(_ -> {
            List<Contact> known = rows("").stream()
                    .map(Row::contact)
                    .distinct()
                    .flatMap(id -> around.contacts().byId(id).stream())
                    .filter(around.contacts()::isKnown)
                    .toList();
            known.forEach(this::admit);
            return known;
        });
    }

    @Override
    public void accept(Contact stranger) {
        database.inTransaction(_ -> {
            around.contacts().know(stranger);
            admit(stranger);
            return stranger;
        });
        around.onAccepted().run();
    }

    /// What waits of a contact who is known waits no longer. Joins the caller's transaction.
    void admit(Contact stranger) {
        database.inTransaction(handle -> {
            List<Row> rows = taken(stranger);
            for (Row row : rows) {
                handle.execute("UPDATE message SET superseded = FALSE WHERE row_id = ?", row.row());
                around.events().received(stranger, row.row(), clock.instant());
                around.outbox().queueReceipt(stranger, row.message(), MessageStatuses.Status.DELIVERED);
            }
            return rows.size();
        });
    }

    @Override
    public void decline(Contact stranger) {
        database.inTransaction(_ -> taken(stranger));
    }

    private List<Row> taken(Contact stranger) {
        return database.inTransaction(handle -> {
            List<Row> rows = rows("WHERE w.contact_id = " + stranger.id().value());
            if (rows.isEmpty()) {
                return rows;
            }
            handle.execute(
                    "DELETE FROM waiting_message WHERE contact_id = ?",
                    stranger.id().value());
            return rows;
        });
    }
}
