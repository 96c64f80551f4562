package waxwing.gateway.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.webhook.WebhookEndpoint.Disabled;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.WebhookUrl;
import waxwing.store.Database;

/// Webhook endpoints in the gateway's database.
final class SqlEndpointStore implements EndpointStore {
    private static final String COLUMNS = "endpoint_id, url, description, event_types, created_at_ms, disabled_at_ms,"
            + " disabled_reason, failing_since_ms";

    private final Database database;

    SqlEndpointStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(WebhookEndpoint endpoint, WebhookSecret secret, EventCursor from) {
        database.inRetriedTransaction(handle -> handle.createUpdate("""
                        INSERT INTO webhook_endpoint (endpoint_id, url, description, event_types, secret,
                            created_at_ms, taken_sequence)
                        VALUES (:id, :url, :description, :types, :secret, :created, :taken)
                        """)
                .bind("id", endpoint.id().value())
                .bind("url", endpoint.url().text())
                .bind("description", endpoint.description())
                .bind("types", String.join(" ", endpoint.filter().names()))
                .bind("secret", secret.toBytes())
                .bind("created", endpoint.created().toEpochMilli())
                .bind("taken", from.sequence())
                .execute());
    }

    @Override
    public Optional<WebhookEndpoint> find(EndpointId id) {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM webhook_endpoint WHERE endpoint_id = :id")
                        .bind("id", id.value())
                        .map((row, _) -> endpoint(row))
                        .findOne());
    }

    @Override
    public List<WebhookEndpoint> list() {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM webhook_endpoint ORDER BY created_at_ms, endpoint_id")
                .map((row, _) -> endpoint(row))
                .list());
    }

    @Override
    public Optional<WebhookEndpoint> change(EndpointId id, UnaryOperator<WebhookEndpoint> change) {
        return database.inRetriedTransaction(handle -> {
            Optional<WebhookEndpoint> changed = hold(handle, id).map(change);
            changed.ifPresent(endpoint -> update(handle, endpoint));
            return changed;
        });
    }

    /// Locks an endpoint's row, as everybody does first who changes the endpoint or anything that is its own.
    static Optional<WebhookEndpoint> hold(Handle handle, EndpointId id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM webhook_endpoint WHERE endpoint_id = :id FOR UPDATE")
                .bind("id", id.value())
                .map((row, _) -> endpoint(row))
                .findOne();
    }

    static void update(Handle handle, WebhookEndpoint endpoint) {
        handle.createUpdate("""
                        UPDATE webhook_endpoint
                        SET url = :url, description = :description, event_types = :types, disabled_at_ms = :disabled,
                            disabled_reason = :reason, failing_since_ms = :failing
                        WHERE endpoint_id = :id
                        """)
                .bind("url", endpoint.url().text())
                .bind("description", endpoint.description())
                .bind("types", String.join(" ", endpoint.filter().names()))
                .bind(
                        "disabled",
                        endpoint.disabled()
                                .map(why -> why.since().toEpochMilli())
                                .orElse(null))
                .bind(
                        "reason",
                        endpoint.disabled().map(why -> why.reason().name()).orElse(null))
                .bind(
                        "failing",
                        endpoint.failingSince().map(Instant::toEpochMilli).orElse(null))
                .bind("id", endpoint.id().value())
                .execute();
    }

    @Override
    public boolean remove(EndpointId id) {
        return database.inRetriedTransaction(
                handle -> handle.createUpdate("DELETE FROM webhook_endpoint WHERE endpoint_id = :id")
                                .bind("id", id.value())
                                .execute()
                        == 1);
    }

    @Override
    public Optional<WebhookSecrets> secrets(EndpointId id) {
        return database.read(handle -> handle.createQuery("""
                        SELECT secret, previous_secret, previous_until_ms FROM webhook_endpoint WHERE endpoint_id = :id
                        """)
                .bind("id", id.value())
                .map((row, _) -> secrets(row))
                .findOne());
    }

    @Override
    public void putSecrets(EndpointId id, WebhookSecrets secrets) {
        database.inRetriedTransaction(handle -> handle.createUpdate("""
                        UPDATE webhook_endpoint
                        SET secret = :secret, previous_secret = :previous, previous_until_ms = :until
                        WHERE endpoint_id = :id
                        """)
                .bind("secret", secrets.current().toBytes())
                .bind(
                        "previous",
                        secrets.previous()
                                .map(before -> before.secret().toBytes())
                                .orElse(null))
                .bind(
                        "until",
                        secrets.previous()
                                .map(before -> before.until().toEpochMilli())
                                .orElse(null))
                .bind("id", id.value())
                .execute());
    }

    private static WebhookSecrets secrets(ResultSet row) throws SQLException {
        var current = WebhookSecret.ofBytes(row.getBytes("secret"));
        byte[] previous = row.getBytes("previous_secret");
        return previous == null
                ? WebhookSecrets.of(current)
                : new WebhookSecrets(
                        current,
                        Optional.of(new WebhookSecrets.Previous(
                                WebhookSecret.ofBytes(previous),
                                Instant.ofEpochMilli(row.getLong("previous_until_ms")))));
    }

    private static WebhookEndpoint endpoint(ResultSet row) throws SQLException {
        String types = row.getString("event_types");
        Optional<Disabled> disabled = time(row, "disabled_at_ms").isEmpty()
                ? Optional.empty()
                : Optional.of(new Disabled(
                        Reason.valueOf(row.getString("disabled_reason")),
                        Instant.ofEpochMilli(row.getLong("disabled_at_ms"))));
        return new WebhookEndpoint(
                new EndpointId(row.getString("endpoint_id")),
                // The guard decides again before each attempt.
                WebhookUrl.parse(row.getString("url"), Receivers.PUBLIC_AND_LOOPBACK),
                row.getString("description"),
                types.isEmpty() ? EventFilter.ALL : EventFilter.of(List.of(types.split(" "))),
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                disabled,
                time(row, "failing_since_ms"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
