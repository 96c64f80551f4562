package waxwing.gateway.message;

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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.MessageId;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Messages that were stored by older gateways go on: they grow old from their end, and keep their place in the queue.
class OlderMessagesTest {
    private static final List<String> OLDER = List.of(
            "V1__gateway",
            "V2__events",
            "V3__schedule_and_list",
            "V4__batches",
            "V5__api_key_terms",
            "V6__contacts",
            "V7__sequences",
            "V8__deliveries_by_event",
            "V9__kept_events",
            "V12__limits");
    private static final int EXPIRES = 100;
    private static final String NUMBER = "+12025550102";

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 1));
        OLDER.forEach(this::run);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachGrowsOldFromItsEndAndWaitsForWhatItWaited() {
        MessageId scheduled = withContent(message(MessageStatus.SCHEDULED, 50L, 1));
        MessageId accepted = message(MessageStatus.ACCEPTED, null, 1);
        MessageId delivered = message(MessageStatus.DELIVERED, null, 2);
        MessageId read = message(MessageStatus.READ, null, 120);
        SqlMessageStore store = upgraded();
        var retention = new SqlRetention(database);

        assertThat(store.nextDue()).contains(Instant.ofEpochMilli(50));
        assertThat(retention.old(Instant.ofEpochMilli(EXPIRES - 1), 10)).isEmpty();
        assertThat(retention.old(Instant.ofEpochMilli(EXPIRES), 10)).containsExactly(delivered);
        assertThat(retention.old(Instant.ofEpochMilli(120), 10)).containsExactlyInAnyOrder(delivered, read);
        assertThat(store.release(Instant.ofEpochMilli(50))).isOne();
        assertThat(store.expire(Instant.ofEpochMilli(EXPIRES))).isEqualTo(2);
        assertThat(List.of(scheduled, accepted))
                .allSatisfy(
                        id -> assertThat(store.find(id).orElseThrow().status()).isEqualTo(MessageStatus.EXPIRED));
    }

    @Test
    void theQueueKeepsItsOrderAndEachItsFirstEntry() {
        MessageId first = queued("");
        MessageId held = queued(NUMBER);
        MessageId second = queued("");
        MessageId scheduled = withContent(message(MessageStatus.SCHEDULED, 50L, 1));
        execute("DELETE FROM timeline WHERE position > 0");
        SqlMessageStore store = upgraded();

        assertThat(store.held()).isOne();
        assertThat(store.backlog().messages()).isEqualTo(3);
        assertThat(store.release(Instant.ofEpochMilli(50))).isOne();
        assertThat(ids(store.queued(1))).containsExactly(first);
        assertThat(ids(store.queued(10))).containsExactly(first, held, second, scheduled);
        assertThat(store.find(first).orElseThrow().timeline())
                .containsExactly(new TimelineEntry(MessageStatus.ACCEPTED, Optional.empty(), Instant.ofEpochMilli(1)));
        assertThat(store.find(scheduled).orElseThrow().timeline())
                .extracting(TimelineEntry::status)
                .containsExactly(MessageStatus.SCHEDULED, MessageStatus.ACCEPTED);
        assertThat(store.cancel(held, Instant.ofEpochMilli(60))).isTrue();
        store.handedOver(List.of(first, second, scheduled));
        assertThat(store.backlog().messages()).isZero();
    }

    @Test
    void whatWasHandedOverStillWaits() {
        List<MessageId> handed = IntStream.range(1, Outgoing.MOST_WAITING)
                .mapToObj(_ -> message(MessageStatus.ACCEPTED, null, 1))
                .toList();
        execute("UPDATE message SET waiting = TRUE");
        MessageId first = queued("");
        MessageId held = queued(NUMBER);
        execute("DELETE FROM timeline WHERE position > 0");
        SqlMessageStore store = upgraded();

        assertThat(ids(store.queued(10))).containsExactly(first);
        store.handedOver(List.of(first));
        assertThat(store.queued(10)).isEmpty();
        store.end(
                handed.getFirst(), new TimelineEntry(MessageStatus.FAILED, Optional.empty(), Instant.ofEpochMilli(2)));
        assertThat(ids(store.queued(10))).containsExactly(held);
    }

    @Test
    void whatEndedWhileItWasInTheQueueIsInItNoMore() {
        MessageId ended = queued("");
        execute("UPDATE message SET status = 'READ' WHERE message_id = ?", ended.value());
        SqlMessageStore store = upgraded();

        assertThat(store.queued(10)).isEmpty();
        assertThat(store.backlog().messages()).isZero();
    }

    @Test
    void aBatchKeepsItsMessagesUntilTheLastIsForgotten() {
        MessageId one = message(MessageStatus.READ, null, 1);
        MessageId other = message(MessageStatus.READ, null, 2);
        var batch = new BatchId(UUID.randomUUID());
        execute("INSERT INTO batch (batch_id, created_at_ms) VALUES (?, 1)", batch.value());
        execute("INSERT INTO batch_item (batch_id, position, message_id) VALUES (?, 0, ?)", batch.value(), one.value());
        execute(
                "INSERT INTO batch_item (batch_id, position, message_id) VALUES (?, 1, ?)",
                batch.value(),
                other.value());
        SqlMessageStore store = upgraded();
        var retention = new SqlRetention(database);

        retention.forget(List.of(one), Instant.ofEpochMilli(1));
        assertThat(store.findBatch(batch).orElseThrow().items())
                .extracting(Batch.Item::index)
                .containsExactly(1);
        retention.forget(List.of(other), Instant.ofEpochMilli(2));
        assertThat(store.findBatch(batch)).isEmpty();
    }

    private SqlMessageStore upgraded() {
        run("V14__retention");
        run("V15__fewer_indexes");
        return new SqlMessageStore(database);
    }

    private static List<MessageId> ids(List<Outgoing> messages) {
        return messages.stream().map(Outgoing::id).toList();
    }

    /// @param heldFor who has to get others first; empty if nobody has
    private MessageId queued(String heldFor) {
        MessageId id = withContent(message(MessageStatus.ACCEPTED, null, 1));
        execute("INSERT INTO outgoing (message_id, held_for) VALUES (?, ?)", id.value(), heldFor);
        return id;
    }

    private MessageId withContent(MessageId id) {
        execute("UPDATE message SET body = ? WHERE message_id = ?", new byte[0], id.value());
        return id;
    }

    /// @param sendAt null for at once
    /// @param since of its last status
    private MessageId message(MessageStatus status, @Nullable Long sendAt, long since) {
        UUID id = UUID.randomUUID();
        execute(
                "INSERT INTO message (message_id, kind, phone_number, request_hash, created_at_ms, send_at_ms, expires_at_ms,"
                        + " status) VALUES (?, 'RECEIPT', ?, ?, 1, ?, ?, ?)",
                id,
                NUMBER,
                new byte[32],
                sendAt,
                EXPIRES,
                status.name());
        execute("INSERT INTO timeline (message_id, position, status, at_ms) VALUES (?, 0, 'ACCEPTED', 1)", id);
        execute(
                "INSERT INTO timeline (message_id, position, status, at_ms) VALUES (?, 1, ?, ?)",
                id,
                status.name(),
                since);
        return new MessageId(id);
    }

    private void run(String migration) {
        try (InputStream script = Objects.requireNonNull(
                getClass().getClassLoader().getResourceAsStream("waxwing/gateway/db/" + migration + ".sql"))) {
            execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql, @Nullable Object... values) {
        database.inTransaction(handle -> handle.execute(sql, values));
    }
}
