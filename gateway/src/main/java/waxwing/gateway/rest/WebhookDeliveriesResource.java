package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.webhook.Attempt;
import waxwing.gateway.webhook.EndpointId;
import waxwing.gateway.webhook.WebhookJson;
import waxwing.gateway.webhook.Webhooks;
import waxwing.model.MalformedValueException;

/// `/v1/webhookDeliveries`: every attempt of the last 30 days, the newest first.
final class WebhookDeliveriesResource {
    private static final int USUAL_LIMIT = 100;
    private static final int LARGEST_LIMIT = 200;

    private final Webhooks webhooks;

    WebhookDeliveriesResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    HttpResponse list(ServiceRequestContext context, AggregatedHttpRequest request) {
        var query = new QueryFields(context);
        Optional<EndpointId> endpoint = query.value("endpoint", EndpointId::new);
        long before = query.value("cursor", WebhookDeliveriesResource::position).orElse(Long.MAX_VALUE);
        int limit = query.number("limit", 1, LARGEST_LIMIT, USUAL_LIMIT);
        query.done();
        List<Attempt.Entry> entries = webhooks.attempts(endpoint, before, limit);
        ObjectNode answer = Json.object();
        var deliveries = answer.putArray("deliveries");
        entries.forEach(entry -> deliveries.add(WebhookJson.entry(entry)));
        answer.put("cursor", entries.size() < limit ? null : WebhookJson.cursor(entries.getLast()));
        return MessagesResource.json(HttpStatus.OK, answer);
    }

    private static Long position(String cursor) {
        return WebhookJson.position(cursor)
                .orElseThrow(() -> new MalformedValueException("not a cursor (expected: one that an answer gave)"));
    }
}
