package waxwing.gateway.webhook;

import java.time.Instant;
import java.util.Optional;
import waxwing.gateway.webhook.guard.WebhookUrl;

/// A receiver of the business's own, without its secret.
///
/// @param description in the business's own words; may be empty
/// @param failingSince the first failure since the last success
public record WebhookEndpoint(
        EndpointId id,
        WebhookUrl url,
        String description,
        EventFilter filter,
        Instant created,
        Optional<Disabled> disabled,
        Optional<Instant> failingSince) {

    /// Why nothing is posted to an endpoint.
    public enum Reason {
        /// Somebody of the business wanted it.
        REQUESTED,
        /// The receiver answered 410.
        GONE,
        /// For five days every attempt failed.
        FAILING
    }

    /// Since when nothing is posted to an endpoint.
    public record Disabled(Reason reason, Instant since) {}

    WebhookEndpoint with(WebhookUrl other) {
        return new WebhookEndpoint(id, other, description, filter, created, disabled, failingSince);
    }

    WebhookEndpoint described(String other) {
        return new WebhookEndpoint(id, url, other, filter, created, disabled, failingSince);
    }

    WebhookEndpoint wanting(EventFilter other) {
        return new WebhookEndpoint(id, url, description, other, created, disabled, failingSince);
    }

    WebhookEndpoint disabledSince(Reason reason, Instant at) {
        return new WebhookEndpoint(
                id, url, description, filter, created, Optional.of(new Disabled(reason, at)), failingSince);
    }

    WebhookEndpoint failing(Optional<Instant> since) {
        return new WebhookEndpoint(id, url, description, filter, created, disabled, since);
    }

    /// Whatever failed before is no reason to disable it again.
    WebhookEndpoint enabled() {
        return new WebhookEndpoint(id, url, description, filter, created, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return "WebhookEndpoint[" + id + "]";
    }
}
