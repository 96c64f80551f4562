package waxwing.gateway.webhook;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waxwing.gateway.event.EventCursor;

/// The endpoints and their secrets. Each method is one transaction.
interface EndpointStore {
    /// @param from where in the log it begins
    void add(WebhookEndpoint endpoint, WebhookSecret secret, EventCursor from);

    Optional<WebhookEndpoint> find(EndpointId id);

    /// All of them, oldest first.
    List<WebhookEndpoint> list();

    /// Changes everything of an endpoint but its secrets.
    ///
    /// @return as it is from now on; empty if there is none
    Optional<WebhookEndpoint> change(EndpointId id, UnaryOperator<WebhookEndpoint> change);

    /// Removes an endpoint with all that it was still to get and its attempts.
    ///
    /// @return whether there was one
    boolean remove(EndpointId id);

    Optional<WebhookSecrets> secrets(EndpointId id);

    void putSecrets(EndpointId id, WebhookSecrets secrets);
}
