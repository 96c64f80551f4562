package waxwing.gateway.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The secrets of an endpoint: the current one, and for a while after a rotation the one before, so that a
/// receiver can be changed over without missing anything.
record WebhookSecrets(WebhookSecret current, Optional<Previous> previous) {
    /// The secret before; it signs until then.
    record Previous(WebhookSecret secret, Instant until) {}

    static WebhookSecrets of(WebhookSecret only) {
        return new WebhookSecrets(only, Optional.empty());
    }

    private List<WebhookSecret> live(Instant now) {
        return previous.filter(before -> before.until().isAfter(now))
                .map(before -> List.of(current, before.secret()))
                .orElseGet(() -> List.of(current));
    }

    /// The headers of Standard Webhooks.
    ///
    /// @param id the same for each attempt, so that a receiver knows what it has already
    Map<String, String> headers(String id, Instant now, byte[] body) {
        long timestamp = now.getEpochSecond();
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                String.valueOf(timestamp),
                "webhook-signature",
                live(now).stream()
                        .map(secret -> secret.sign(id, timestamp, body))
                        .collect(Collectors.joining(" ")));
    }
}
