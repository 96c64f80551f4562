package waxwing.gateway.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventId;
import waxwing.gateway.event.EventType;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.store.Database;

/// Webhook deliveries in the gateway's database.
final class SqlDeliveryStore implements DeliveryStore {
    /// A job that was queued once more during an attempt begins anew, whatever came of the attempt.
    private static final String AS_IT_WAS = "WHERE endpoint_id = :id AND sequence = :sequence AND attempts = :before";

    private static final int FORGOTTEN_AT_ONCE = 500;

    private final Database database;

    SqlDeliveryStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<EventCursor> taken(EndpointId id) {
        return database.read(
                handle -> handle.createQuery("SELECT taken_sequence FROM webhook_endpoint WHERE endpoint_id = :id")
                        .bind("id", id.value())
                        .map((row, _) -> new EventCursor(row.getLong("taken_sequence")))
                        .findOne());
    }

    @Override
    public void take(EndpointId id, List<LoggedEvent> wanted, EventCursor upTo, Instant now) {
        database.inTransaction(handle -> {
            if (locked(handle, id)) {
                insert(handle, id, wanted, now);
                handle.createUpdate("UPDATE webhook_endpoint SET taken_sequence = :taken WHERE endpoint_id = :id")
                        .bind("taken", upTo.sequence())
                        .bind("id", id.value())
                        .execute();
            }
            return wanted;
        });
    }

    @Override
    public void queue(EndpointId id, List<LoggedEvent> events, Instant now) {
        database.inTransaction(handle -> {
            if (locked(handle, id)) {
                insert(handle, id, events, now);
            }
            return events;
        });
    }

    /// Whoever changes what an endpoint is to get holds the endpoint's row first.
    ///
    /// @return whether there is such an endpoint
    private static boolean locked(Handle handle, EndpointId id) {
        return handle.createQuery("SELECT endpoint_id FROM webhook_endpoint WHERE endpoint_id = :id FOR UPDATE")
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    private static void insert(Handle handle, EndpointId id, List<LoggedEvent> events, Instant now) {
        for (LoggedEvent event : events) {
            int begunAnew = handle.createUpdate("""
                            UPDATE webhook_delivery SET attempts = 0, due_at_ms = :now
                            WHERE endpoint_id = :id AND sequence = :sequence
                            """)
                    .bind("id", id.value())
                    .bind("sequence", event.cursor().sequence())
                    .bind("now", now.toEpochMilli())
                    .execute();
            if (begunAnew == 0) {
                handle.createUpdate("""
                                INSERT INTO webhook_delivery (endpoint_id, sequence, attempts, due_at_ms)
                                VALUES (:id, :sequence, 0, :now)
                                """)
                        .bind("id", id.value())
                        .bind("sequence", event.cursor().sequence())
                        .bind("now", now.toEpochMilli())
                        .execute();
            }
        }
    }

    @Override
    public Optional<Job> due(EndpointId id, Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT sequence, attempts FROM webhook_delivery
                        WHERE endpoint_id = :id AND due_at_ms <= :now
                        ORDER BY due_at_ms, sequence
                        LIMIT 1
                        """)
                .bind("id", id.value())
                .bind("now", now.toEpochMilli())
                .map((row, _) -> new Job(new EventCursor(row.getLong("sequence")), row.getInt("attempts")))
                .findOne());
    }

    @Override
    public long waiting(EndpointId id) {
        return database.read(
                handle -> handle.createQuery("SELECT COUNT(*) FROM webhook_delivery WHERE endpoint_id = :id")
                        .bind("id", id.value())
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public void drop(EndpointId id, Job job) {
        database.inTransaction(handle -> locked(handle, id) ? finish(handle, id, job) : 0);
    }

    private static int finish(Handle handle, EndpointId id, Job job) {
        return handle.createUpdate("DELETE FROM webhook_delivery " + AS_IT_WAS)
                .bind("id", id.value())
                .bind("sequence", job.event().sequence())
                .bind("before", job.attempts())
                .execute();
    }

    @Override
    public void record(EndpointId id, Job job, Attempt attempt, Consequence consequence) {
        database.inTransaction(handle -> {
            int there = judge(handle, id, consequence);
            if (there == 0) {
                // The endpoint was removed meanwhile.
                return there;
            }
            insert(handle, id, attempt);
            consequence.alongside().run();
            return attempt.next().map(due -> postpone(handle, id, job, due)).orElseGet(() -> finish(handle, id, job));
        });
    }

    private static int postpone(Handle handle, EndpointId id, Job job, Instant due) {
        return handle.createUpdate("UPDATE webhook_delivery SET attempts = :before + 1, due_at_ms = :due " + AS_IT_WAS)
                .bind("due", due.toEpochMilli())
                .bind("id", id.value())
                .bind("sequence", job.event().sequence())
                .bind("before", job.attempts())
                .execute();
    }

    private static int judge(Handle handle, EndpointId id, Consequence consequence) {
        consequence
                .disabled()
                .ifPresent(disabled -> handle.createUpdate("""
                        UPDATE webhook_endpoint SET disabled_at_ms = :at, disabled_reason = :reason
                        WHERE endpoint_id = :id AND disabled_at_ms IS NULL
                        """)
                        .bind("at", disabled.since().toEpochMilli())
                        .bind("reason", disabled.reason().name())
                        .bind("id", id.value())
                        .execute());
        return handle.createUpdate("UPDATE webhook_endpoint SET failing_since_ms = :failing WHERE endpoint_id = :id")
                .bind(
                        "failing",
                        consequence.failingSince().map(Instant::toEpochMilli).orElse(null))
                .bind("id", id.value())
                .execute();
    }

    @Override
    public void note(EndpointId id, Attempt attempt) {
        database.inTransaction(handle -> insert(handle, id, attempt));
    }

    private static int insert(Handle handle, EndpointId id, Attempt attempt) {
        return handle.createUpdate("""
                        INSERT INTO webhook_attempt (endpoint_id, event_id, event_type, attempt, at_ms, duration_ms,
                            outcome, status_code, next_at_ms)
                        VALUES (:id, :event, :type, :attempt, :at, :took, :outcome, :status, :next)
                        """)
                .bind("id", id.value())
                .bind("event", attempt.event().value())
                .bind("type", attempt.type().wireName())
                .bind("attempt", attempt.number())
                .bind("at", attempt.at().toEpochMilli())
                .bind("took", attempt.took().toMillis())
                .bind("outcome", attempt.outcome().name())
                .bind("status", attempt.statusCode().orElse(null))
                .bind("next", attempt.next().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    @Override
    public List<Attempt.Entry> attempts(Optional<EndpointId> of, long before, int limit) {
        String which = of.isPresent() ? "AND endpoint_id = :id " : "";
        return database.read(handle -> {
            var query = handle.createQuery("SELECT * FROM webhook_attempt WHERE position < :before " + which
                            + "ORDER BY position DESC LIMIT :limit")
                    .bind("before", before)
                    .bind("limit", limit);
            of.ifPresent(id -> query.bind("id", id.value()));
            return query.map((row, _) -> entry(row)).list();
        });
    }

    private static Attempt.Entry entry(ResultSet row) throws SQLException {
        int status = row.getInt("status_code");
        Optional<Integer> statusCode = row.wasNull() ? Optional.empty() : Optional.of(status);
        long next = row.getLong("next_at_ms");
        Optional<Instant> nextAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
        var attempt = new Attempt(
                new EventId(row.getString("event_id")),
                EventType.parse(row.getString("event_type"))
                        .orElseThrow(() -> new SQLException("a stored attempt has an unknown type of event")),
                row.getInt("attempt"),
                Instant.ofEpochMilli(row.getLong("at_ms")),
                Duration.ofMillis(row.getLong("duration_ms")),
                Outcome.valueOf(row.getString("outcome")),
                statusCode,
                nextAt);
        return new Attempt.Entry(row.getLong("position"), new EndpointId(row.getString("endpoint_id")), attempt);
    }

    @Override
    public int forgetUntil(Instant time) {
        return database.inTransaction(handle -> {
            List<Long> old = handle
                    .createQuery("SELECT position, at_ms FROM webhook_attempt ORDER BY position LIMIT :limit")
                    .bind("limit", FORGOTTEN_AT_ONCE)
                    .map((row, _) -> new Aged(row.getLong("position"), row.getLong("at_ms")))
                    .list()
                    .stream()
                    .takeWhile(attempt -> attempt.at() <= time.toEpochMilli())
                    .map(Aged::position)
                    .toList();
            return old.isEmpty()
                    ? 0
                    : handle.createUpdate("DELETE FROM webhook_attempt WHERE position <= :last")
                            .bind("last", old.getLast())
                            .execute();
        });
    }

    private record Aged(long position, long at) {}
}
