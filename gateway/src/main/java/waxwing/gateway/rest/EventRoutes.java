package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpMethod;
import java.util.Map;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.webhook.Webhooks;

/// The paths of events and webhooks.
public final class EventRoutes implements Routes {
    private final EventsResource events;
    private final WebhookEndpointsResource endpoints;
    private final WebhookDeliveriesResource deliveries;

    /// @param onEndpoints is called after endpoints were registered or changed, or got something to do
    public EventRoutes(EventLog log, Webhooks webhooks, Runnable onEndpoints) {
        this.events = new EventsResource(log, webhooks, onEndpoints);
        this.endpoints = new WebhookEndpointsResource(webhooks, onEndpoints);
        this.deliveries = new WebhookDeliveriesResource(webhooks);
    }

    @Override
    public Map<String, Map<HttpMethod, Endpoint>> paths(Callers callers) {
        return Map.of(
                "exact:/v1/events",
                Map.of(HttpMethod.GET, callers.only(Scope.EVENTS_READ, events::list)),
                "exact:/v1/events:replay",
                Map.of(HttpMethod.POST, callers.only(Scope.WEBHOOKS_WRITE, events::replay)),
                "exact:/v1/webhookEndpoints",
                Map.of(
                        HttpMethod.GET,
                        callers.only(Scope.WEBHOOKS_WRITE, endpoints::list),
                        HttpMethod.POST,
                        callers.only(Scope.WEBHOOKS_WRITE, endpoints::register)),
                "regex:^/v1/webhookEndpoints/(?<id>[^/:]+)$",
                Map.of(
                        HttpMethod.GET,
                        callers.only(Scope.WEBHOOKS_WRITE, endpoints::show),
                        HttpMethod.PATCH,
                        callers.only(Scope.WEBHOOKS_WRITE, endpoints::change),
                        HttpMethod.DELETE,
                        callers.only(Scope.WEBHOOKS_WRITE, endpoints::remove)),
                "regex:^/v1/webhookEndpoints/(?<id>[^/:]+):rotateSecret$",
                Map.of(HttpMethod.POST, callers.only(Scope.WEBHOOKS_WRITE, endpoints::rotateSecret)),
                "regex:^/v1/webhookEndpoints/(?<id>[^/:]+):test$",
                Map.of(HttpMethod.POST, callers.only(Scope.WEBHOOKS_WRITE, endpoints::test)),
                "exact:/v1/webhookDeliveries",
                Map.of(HttpMethod.GET, callers.only(Scope.WEBHOOKS_WRITE, deliveries::list)));
    }
}
