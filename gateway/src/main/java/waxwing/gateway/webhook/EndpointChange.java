package waxwing.gateway.webhook;

import java.util.Optional;
import waxwing.gateway.webhook.guard.WebhookUrl;

/// What is to be changed of an endpoint; what is empty stays.
public record EndpointChange(
        Optional<WebhookUrl> url,
        Optional<String> description,
        Optional<EventFilter> filter,
        Optional<Standing> standing) {

    /// Whether anything is posted to it.
    public enum Standing {
        ENABLED,
        DISABLED
    }

    @Override
    public String toString() {
        return "EndpointChange[" + standing + "]";
    }

    public static EndpointChange of(Standing standing) {
        return new EndpointChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(standing));
    }
}
