package waxwing.gateway.apikey;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// Writes what is known of an API key, for the API and for the command line.
public final class ApiKeyJson {
    private ApiKeyJson() {}

    public static void describe(ObjectNode node, ApiKeyEntry entry) {
        ApiKeyTerms terms = entry.terms();
        node.put("id", entry.id().value());
        node.put("label", terms.label());
        var scopes = node.putArray("scopes");
        terms.scopes().forEach(scope -> scopes.add(scope.wireName()));
        node.put("requests_per_second", terms.requestsPerSecond());
        node.put("created_at", entry.created().toString());
        node.put("expires_at", terms.expires().map(Instant::toString).orElse(null));
        node.put("last_used_at", entry.lastUsed().map(Instant::toString).orElse(null));
        node.put(
                "previous_valid_until",
                entry.previousUntil().map(Instant::toString).orElse(null));
        node.put("revoked_at", entry.revoked().map(Instant::toString).orElse(null));
    }
}
