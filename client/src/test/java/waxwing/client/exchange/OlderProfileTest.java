package waxwing.client.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SqlMessages;
import waxwing.client.messages.StoredMessage.Progress;
import waxwing.client.people.Contact.ContactId;
import waxwing.model.MessageId;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// What was stored when each state had a row, and each time by which a message has to arrive had one, is read as
/// before.
class OlderProfileTest {
    private static final List<String> OLDER = List.of(
            "V1__keys",
            "V2__client",
            "V3__replays",
            "V4__updates",
            "V5__sequences",
            "V8__rules",
            "V9__reports",
            "V11__domains");

    private static final ContactId BOB = new ContactId(1);

    private final MessageId accepted = new MessageId(UUID.randomUUID());
    private final MessageId delivered = new MessageId(UUID.randomUUID());
    private final MessageId waiting = new MessageId(UUID.randomUUID());

    @TempDir
    private Path folder;

    private Database database;
    private SqlMessages messages;

    @BeforeEach
    void migrate() {
        database = Database.openH2(new H2Settings(folder.resolve("store"), Optional.empty(), 1));
        OLDER.forEach(this::run);
        execute(
                "INSERT INTO contact (contact_id, phone_number, account_type, blocked, identity_changed, addressed_at_ms)"
                        + " VALUES (1, '+12025550101', 'PERSON', FALSE, FALSE, 0)");
        message(accepted, "ACCEPTED", 3);
        state(accepted, "ACCEPTED", 3);
        message(delivered, "DELIVERED", 4);
        state(delivered, "SENDING", 2);
        state(delivered, "ACCEPTED", 3);
        state(delivered, "DELIVERED", 4);
        message(waiting, "QUEUED", 1);
        execute(
                "INSERT INTO outgoing (contact_id, message_id, made_at_ms, attempts) VALUES (1, ?, 1, 0)",
                waiting.value());
        execute("INSERT INTO message_expiry (message_id, expires_at_ms) VALUES (?, 9)", waiting.value());
        run("V13__fewer_indexes");
        messages = new SqlMessages(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void run(String migration) {
        try (InputStream script = Objects.requireNonNull(
                getClass().getClassLoader().getResourceAsStream("waxwing/client/db/" + migration + ".sql"))) {
            execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql, Object... values) {
        database.inTransaction(handle -> handle.execute(sql, values));
    }

    private void message(MessageId id, String state, long since) {
        execute(
                "INSERT INTO message (contact_id, sender, message_id, direction, at_ms, body, superseded, state, since_ms)"
                        + " VALUES (1, ?, ?, 'SENT', 1, ?, FALSE, ?, ?)",
                new UUID(0, 1),
                id.value(),
                MessageBody.text("hi").toContent().toByteArray(),
                state,
                since);
        state(id, "QUEUED", 1);
    }

    private void state(MessageId id, String state, long at) {
        execute("INSERT INTO message_state (message_id, state, at_ms) VALUES (?, ?, ?)", id.value(), state, at);
    }

    private static Progress reached(MessageState state, long at) {
        return new Progress(state, Optional.empty(), Instant.ofEpochMilli(at));
    }

    @Test
    void aTimelineHasEachStateOnce() {
        assertThat(messages.timeline(delivered))
                .containsExactly(
                        reached(MessageState.QUEUED, 1),
                        reached(MessageState.SENDING, 2),
                        reached(MessageState.ACCEPTED, 3),
                        reached(MessageState.DELIVERED, 4));
        assertThat(messages.timeline(waiting)).containsExactly(reached(MessageState.QUEUED, 1));
    }

    @Test
    void aMessageMovesOn() {
        assertThat(messages.move(accepted, MessageState.DELIVERED, Optional.empty(), Instant.ofEpochMilli(5)))
                .isPresent();
        messages.accepted(waiting, Instant.ofEpochMilli(6));

        assertThat(messages.timeline(accepted))
                .containsExactly(
                        reached(MessageState.QUEUED, 1),
                        reached(MessageState.ACCEPTED, 3),
                        reached(MessageState.DELIVERED, 5));
        assertThat(messages.timeline(waiting))
                .containsExactly(reached(MessageState.QUEUED, 1), reached(MessageState.ACCEPTED, 6));
    }

    @Test
    void whatWaitsKeepsItsTime() {
        Outgoing next = new SqlOutbox(database).next(BOB).orElseThrow();

        assertThat(next.messageId()).isEqualTo(waiting);
        assertThat(next.content().expires()).contains(Instant.ofEpochMilli(9));
        assertThat(next.content().body()).contains(MessageBody.text("hi").toContent());
    }
}
