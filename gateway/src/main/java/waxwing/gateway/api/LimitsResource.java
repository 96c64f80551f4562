package waxwing.gateway.api;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.KeyRates;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.message.Messages;

/// `/v1/limits`: what a request may have, as this gateway enforces it.
final class LimitsResource {
    private LimitsResource() {}

    static Answer show(Call call) {
        ApiKeyTerms terms = call.caller().terms();
        ObjectNode limits = Json.object();
        ArrayNode kinds = limits.putArray("kinds");
        SendRequest.KINDS.forEach(kind -> kinds.add(kind.name()));
        limits.put("requests_per_second", terms.requestsPerSecond());
        limits.put("requests_at_once", KeyRates.burst(terms));
        limits.put("request_bytes", Operation.Size.USUAL.bytes());
        limits.put("content_bytes", SendRequest.LARGEST_CONTENT);
        limits.put("batch_messages", BatchRequest.MOST_MESSAGES);
        limits.put("batch_request_bytes", Operation.Size.BATCH.bytes());
        limits.put("page_limit", Query.LARGEST_PAGE);
        limits.put("send_at_max_s", SendAt.FARTHEST.toSeconds());
        limits.put("expires_in_max_s", SendRequest.LONGEST_LIFE.toSeconds());
        limits.put("idempotency_key_kept_s", Messages.KEYS_KEPT.toSeconds());
        limits.put("events_kept_s", EventLog.KEPT.toSeconds());
        return Answer.ok(limits);
    }
}
