package waxwing.gateway.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.webhook.Attempt;
import waxwing.gateway.webhook.EndpointId;
import waxwing.gateway.webhook.WebhookJson;
import waxwing.gateway.webhook.Webhooks;

/// `/v1/webhookDeliveries`: every attempt of the last 90 days, the newest first.
final class WebhookDeliveriesResource {
    private static final String LIST = "deliveries";

    private final Webhooks webhooks;

    WebhookDeliveriesResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    Answer list(Call call) {
        Query query = call.query();
        Optional<EndpointId> endpoint = query.value("endpoint", EndpointId::new);
        int limit = query.limit();
        List<Attempt.Entry> entries =
                webhooks.attempts(endpoint, query.before(LIST).orElse(Long.MAX_VALUE), limit);
        ObjectNode answer = Json.object();
        var deliveries = answer.putArray(LIST);
        entries.forEach(entry -> deliveries.add(WebhookJson.attempt(entry.endpoint(), entry.attempt())));
        answer.put(
                "next_cursor",
                Cursor.next(
                        LIST,
                        entries.size() < limit
                                ? OptionalLong.empty()
                                : OptionalLong.of(entries.getLast().position())));
        return Answer.ok(answer);
    }
}
