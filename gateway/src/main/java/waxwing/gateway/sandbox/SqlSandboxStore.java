package waxwing.gateway.sandbox;

import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.ContactId;
import waxwing.client.registration.Description;
import waxwing.content.v1.Body;
import waxwing.gateway.sandbox.Happening.What;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;

/// The world of a sandbox in its database. Each method is one transaction, or part of the caller's.
public final class SqlSandboxStore {
    private static final int AT_ONCE = 500;
    private static final ContactId NOBODY_ASKS = new ContactId(0);

    private final Database database;

    private SqlSandboxStore(Database database) {
        this.database = database;
    }

    /// Opens the world, or begins one.
    ///
    /// @param fresh names the business of a new one
    public static SqlSandboxStore open(Database database, Supplier<AccountId> fresh) {
        database.migrate("waxwing/gateway/sandbox/db");
        database.inTransaction(handle -> {
            boolean begun = handle.createQuery("SELECT COUNT(*) FROM sandbox")
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            return begun || begin(handle, fresh.get());
        });
        return new SqlSandboxStore(database);
    }

    private static boolean begin(Handle handle, AccountId business) {
        return handle.createUpdate("""
                                INSERT INTO sandbox (business_id, ahead_ms, reached_ms, last_position)
                                VALUES (:business, 0, 0, 0)
                                """).bind("business", business.value()).execute() > 0;
    }

    <T> T together(Supplier<T> work) {
        return database.inTransaction(_ -> work.get());
    }

    AccountId business() {
        return database.read(handle -> handle.createQuery("SELECT business_id FROM sandbox")
                .map((row, _) -> new AccountId(row.getObject("business_id", UUID.class)))
                .one());
    }

    /// The key that is printed at each start, once there is one.
    public Optional<String> apiKey() {
        return database.read(handle -> handle.createQuery("SELECT api_key FROM sandbox WHERE api_key IS NOT NULL")
                .mapTo(String.class)
                .findOne());
    }

    public void keepApiKey(String key) {
        database.inTransaction(handle -> handle.createUpdate("UPDATE sandbox SET api_key = :key")
                .bind("key", key)
                .execute());
    }

    Description description() {
        return database.read(handle -> handle.createQuery("SELECT about, website, support_email FROM sandbox")
                .map((row, _) -> new Description(
                        row.getString("about"), row.getString("website"), row.getString("support_email")))
                .one());
    }

    void keep(Description description) {
        database.inTransaction(handle -> handle.createUpdate(
                        "UPDATE sandbox SET about = :about, website = :website, support_email = :email")
                .bind("about", description.about())
                .bind("website", description.website())
                .bind("email", description.supportEmail())
                .execute());
    }

    /// @param ahead how far it is before the machine's clock
    /// @param reached what it said when it was last moved
    record Time(Duration ahead, Instant reached) {}

    Time time() {
        return database.read(handle -> handle.createQuery("SELECT ahead_ms, reached_ms FROM sandbox")
                .map((row, _) -> new Time(
                        Duration.ofMillis(row.getLong("ahead_ms")), Instant.ofEpochMilli(row.getLong("reached_ms"))))
                .one());
    }

    void keep(Time time) {
        database.inTransaction(
                handle -> handle.createUpdate("UPDATE sandbox SET ahead_ms = :ahead, reached_ms = :reached")
                        .bind("ahead", time.ahead().toMillis())
                        .bind("reached", time.reached().toEpochMilli())
                        .execute());
    }

    /// A message that the gateway has handed over.
    record Carried(PhoneNumber to, Body body) {
        @Override
        public String toString() {
            return "Carried[]";
        }
    }

    Optional<Carried> carried(MessageId id) {
        return database.read(handle -> handle.createQuery(
                        "SELECT phone_number, body FROM carried WHERE message_id = :id")
                .bind("id", id.value())
                .map((row, _) -> new Carried(PhoneNumber.ofE164(row.getString("phone_number")), body(row, "body")))
                .findOne());
    }

    void carry(MessageId id, Carried message) {
        database.inTransaction(handle -> handle.createUpdate(
                        "INSERT INTO carried (message_id, phone_number, body) VALUES (:id, :number, :body)")
                .bind("id", id.value())
                .bind("number", message.to().e164())
                .bind("body", message.body().toByteArray())
                .execute());
    }

    /// Forgets messages, and what people would still do with them.
    void forget(Collection<MessageId> ids) {
        if (!ids.isEmpty()) {
            List<UUID> gone = ids.stream().map(MessageId::value).toList();
            database.inRetriedTransaction(handle -> {
                handle.createUpdate("DELETE FROM happening WHERE message_id IN (<ids>)")
                        .bindList("ids", gone)
                        .execute();
                return handle.createUpdate("DELETE FROM carried WHERE message_id IN (<ids>)")
                        .bindList("ids", gone)
                        .execute();
            });
        }
    }

    void plan(Happening happening) {
        database.inTransaction(handle -> {
            var insert = handle.createUpdate("""
                            INSERT INTO happening (due_at_ms, phone_number, message_id, state, reason, said)
                            VALUES (:due, :number, :id, :state, :reason, :said)
                            """)
                    .bind("due", happening.due().toEpochMilli())
                    .bind("number", happening.person().e164());
            return switch (happening.what()) {
                case What.Moved(MessageId id, MessageState to, Optional<StateReason> reason) ->
                    insert.bind("id", id.value())
                            .bind("state", to.name())
                            .bind("reason", reason.map(Enum::name).orElse(null))
                            .bind("said", (byte[]) null)
                            .execute();
                case What.Said(MessageId id, MessageBody body) ->
                    insert.bind("id", id.value())
                            .bind("state", (String) null)
                            .bind("reason", (String) null)
                            .bind("said", body.toContent().toByteArray())
                            .execute();
            };
        });
    }

    /// When the next thing happens; empty if nothing is planned.
    Optional<Instant> nextDue() {
        return database.read(
                handle -> handle.createQuery("SELECT MIN(due_at_ms) AS due FROM happening WHERE log_position IS NULL")
                        .map((row, _) -> instant(row, "due"))
                        .one());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /// When a person last said something.
    Optional<Instant> lastSaid(PhoneNumber person) {
        return database.read(
                handle -> handle.createQuery("SELECT said_at_ms FROM last_said WHERE phone_number = :number")
                        .bind("number", person.e164())
                        .map((row, _) -> Instant.ofEpochMilli(row.getLong("said_at_ms")))
                        .findOne());
    }

    /// The end of the log.
    long lastPosition() {
        return database.read(handle -> lastPosition(handle));
    }

    private static long lastPosition(Handle handle) {
        return handle.createQuery("SELECT last_position FROM sandbox")
                .mapTo(Long.class)
                .one();
    }

    /// Lets happen what is due, and tells what the log has behind a position. What is before it is forgotten.
    List<Event> happened(long after, Instant now, int max) {
        return database.inTransaction(handle -> {
            handle.createUpdate("DELETE FROM happening WHERE log_position <= :after")
                    .bind("after", after)
                    .execute();
            letHappen(handle, now);
            return handle.createQuery("""
                            SELECT h.log_position, h.due_at_ms, h.message_id, h.phone_number, h.state, h.reason, h.said,
                                c.body
                            FROM happening h LEFT JOIN carried c ON c.message_id = h.message_id
                            WHERE h.log_position > :after ORDER BY h.log_position LIMIT :max
                            """)
                    .bind("after", after)
                    .bind("max", max)
                    .map((row, _) -> event(row))
                    .list();
        });
    }

    private static void letHappen(Handle handle, Instant now) {
        List<Long> due = handle.createQuery("""
                        SELECT happening_id FROM happening WHERE log_position IS NULL AND due_at_ms <= :now
                        ORDER BY due_at_ms, happening_id LIMIT :limit
                        """)
                .bind("now", now.toEpochMilli())
                .bind("limit", AT_ONCE)
                .mapTo(Long.class)
                .list();
        if (due.isEmpty()) {
            return;
        }
        long position = lastPosition(handle);
        for (long id : due) {
            position++;
            handle.createUpdate("UPDATE happening SET log_position = :position WHERE happening_id = :id")
                    .bind("position", position)
                    .bind("id", id)
                    .execute();
        }
        handle.createUpdate("UPDATE sandbox SET last_position = :position")
                .bind("position", position)
                .execute();
        handle.createUpdate("""
                        MERGE INTO last_said USING (
                            SELECT phone_number, MAX(due_at_ms) AS said_at_ms FROM happening
                            WHERE said IS NOT NULL AND log_position IS NOT NULL GROUP BY phone_number) latest
                        ON last_said.phone_number = latest.phone_number
                        WHEN MATCHED THEN UPDATE SET said_at_ms = latest.said_at_ms
                        WHEN NOT MATCHED THEN INSERT (phone_number, said_at_ms)
                            VALUES (latest.phone_number, latest.said_at_ms)
                        """).execute();
    }

    private static Event event(ResultSet row) throws SQLException {
        long position = row.getLong("log_position");
        var at = Instant.ofEpochMilli(row.getLong("due_at_ms"));
        if (row.getString("state") != null) {
            var progress = new Progress(
                    MessageState.valueOf(row.getString("state")),
                    Optional.ofNullable(row.getString("reason")).map(StateReason::valueOf),
                    at);
            return new Event.StateChanged(position, at, message(row, "body", Direction.SENT, progress), progress);
        }
        var here = new Progress(MessageState.DELIVERED, Optional.empty(), at);
        StoredMessage said = message(row, "said", Direction.RECEIVED, here);
        return said.body() instanceof MessageBody.CardAction action
                ? new Event.ActionReceived(position, at, said, action)
                : new Event.MessageReceived(position, at, said);
    }

    private static StoredMessage message(ResultSet row, String content, Direction direction, Progress progress)
            throws SQLException {
        MessageBody body = MessageBody.ofContent(body(row, content))
                .orElseThrow(() -> new IllegalStateException("the sandbox keeps messages only"));
        return new StoredMessage(
                new MessageId(row.getObject("message_id", UUID.class)),
                person(PhoneNumber.ofE164(row.getString("phone_number"))),
                direction,
                progress.since(),
                body,
                direction == Direction.SENT ? Optional.of(body.kind()) : Optional.empty(),
                progress);
    }

    private static Contact person(PhoneNumber number) {
        return new Contact(
                NOBODY_ASKS,
                Optional.empty(),
                Optional.of(number),
                Optional.empty(),
                AccountType.PERSON,
                Optional.empty(),
                List.of(),
                Contact.Standing.OPEN);
    }

    private static Body body(ResultSet row, String column) throws SQLException {
        try {
            return Body.parseFrom(row.getBytes(column));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored body is damaged", e);
        }
    }
}
