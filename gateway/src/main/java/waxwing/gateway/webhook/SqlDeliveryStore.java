package waxwing.gateway.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventId;
import waxwing.gateway.event.EventType;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.Attempt.Outcome;
import waxwing.gateway.webhook.guard.WebhookUrl;
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
        database.inRetriedTransaction(handle -> {
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
        database.inRetriedTransaction(handle -> {
            if (locked(handle, id)) {
                insert(handle, id, events, now);
            }
            return events;
        });
    }

    private static boolean locked(Handle handle, EndpointId id) {
        return SqlEndpointStore.hold(handle, id).isPresent();
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
                        ORDER BY endpoint_id, due_at_ms, sequence
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
        database.inRetriedTransaction(handle -> locked(handle, id) ? finish(handle, id, job) : 0);
    }

    private static int finish(Handle handle, EndpointId id, Job job) {
        return handle.createUpdate("DELETE FROM webhook_delivery " + AS_IT_WAS)
                .bind("id", id.value())
                .bind("sequence", job.event().sequence())
                .bind("before", job.attempts())
                .execute();
    }

    @Override
    public boolean record(
            EndpointId id, Job job, Attempt attempt, WebhookUrl posted, UnaryOperator<WebhookEndpoint> judgement) {
        return database.inRetriedTransaction(handle -> {
            Optional<WebhookEndpoint> endpoint = SqlEndpointStore.hold(handle, id);
            if (endpoint.isEmpty()) {
                // It was removed meanwhile.
                return false;
            }
            boolean same = endpoint.get().url().equals(posted);
            if (same || attempt.outcome() == Outcome.DELIVERED) {
                insert(handle, id, attempt);
                settle(handle, id, job, attempt);
            } else {
                insert(handle, id, attempt.againAtOnce());
            }
            if (same) {
                SqlEndpointStore.update(handle, judgement.apply(endpoint.get()));
            }
            return same;
        });
    }

    private static int settle(Handle handle, EndpointId id, Job job, Attempt attempt) {
        return attempt.next().map(due -> postpone(handle, id, job, due)).orElseGet(() -> finish(handle, id, job));
    }

    private static int postpone(Handle handle, EndpointId id, Job job, Instant due) {
        return handle.createUpdate("UPDATE webhook_delivery SET attempts = :before + 1, due_at_ms = :due " + AS_IT_WAS)
                .bind("due", due.toEpochMilli())
                .bind("id", id.value())
                .bind("sequence", job.event().sequence())
                .bind("before", job.attempts())
                .execute();
    }

    @Override
    public void note(EndpointId id, Attempt attempt) {
        database.inRetriedTransaction(handle -> locked(handle, id) ? insert(handle, id, attempt) : 0);
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
        String which = of.isPresent()
                ? "AND endpoint_id = :id ORDER BY endpoint_id DESC, position DESC "
                : "ORDER BY position DESC ";
        return database.read(handle -> {
            var query = handle.createQuery(
                            "SELECT * FROM webhook_attempt WHERE position < :before " + which + "LIMIT :limit")
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
        return database.inRetriedTransaction(handle -> {
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
