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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.MessageId;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Messages that were stored before any was forgotten go on, and grow old from their end.
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
        MessageId scheduled = message(MessageStatus.SCHEDULED, 50L, 1);
        MessageId accepted = message(MessageStatus.ACCEPTED, null, 1);
        MessageId delivered = message(MessageStatus.DELIVERED, null, 2);
        MessageId read = message(MessageStatus.READ, null, 120);
        run("V14__retention");
        var retention = new SqlRetention(database);
        var store = new SqlMessageStore(database);

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

    /// @param sendAt null for at once
    /// @param since of its last status
    private MessageId message(MessageStatus status, @Nullable Long sendAt, long since) {
        UUID id = UUID.randomUUID();
        execute(
                "INSERT INTO message (message_id, kind, phone_number, request_hash, created_at_ms, send_at_ms, expires_at_ms,"
                        + " status) VALUES (?, 'RECEIPT', '+12025550102', ?, 1, ?, ?, ?)",
                id,
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
