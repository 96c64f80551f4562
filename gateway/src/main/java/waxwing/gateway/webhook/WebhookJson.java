package waxwing.gateway.webhook;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;

/// Writes endpoints and attempts as the API and the command line show them.
public final class WebhookJson {
    private WebhookJson() {}

    /// @param waiting how many events it is still to get
    public static ObjectNode endpoint(WebhookEndpoint endpoint, long waiting) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", endpoint.id().value());
        json.put("url", endpoint.url().text());
        json.put("description", endpoint.description());
        var types = json.putArray("event_types");
        endpoint.filter().names().forEach(types::add);
        json.put("status", endpoint.disabled().isPresent() ? "disabled" : "enabled");
        endpoint.disabled().ifPresent(disabled -> {
            json.put("disabled_reason", name(disabled.reason()));
            json.put("disabled_at", time(disabled.since()));
        });
        endpoint.failingSince().ifPresent(since -> json.put("failing_since", time(since)));
        json.put("waiting", waiting);
        json.put("created_at", time(endpoint.created()));
        return json;
    }

    public static ObjectNode attempt(EndpointId endpoint, Attempt attempt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("endpoint_id", endpoint.value());
        json.put("event_id", attempt.event().value());
        json.put("event_type", attempt.type().wireName());
        json.put("attempt", attempt.number());
        json.put("at", time(attempt.at()));
        json.put("duration_ms", attempt.took().toMillis());
        json.put("outcome", attempt.outcome().wireName());
        attempt.statusCode().ifPresent(status -> json.put("status_code", status));
        attempt.next().ifPresent(next -> json.put("next_attempt_at", time(next)));
        return json;
    }

    static String name(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
