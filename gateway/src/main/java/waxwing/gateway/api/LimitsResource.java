package waxwing.gateway.api;

import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.registration.SendingLimits;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.KeyRates;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.Outgoing;
import waxwing.gateway.message.Retention;

/// `/v1/limits`: what a request may have, as this gateway enforces it, and what the relay lets the business send.
final class LimitsResource {
    private final Messages messages;
    private final RelayLimits relay;

    LimitsResource(Messages messages, RelayLimits relay) {
        this.messages = messages;
        this.relay = relay;
    }

    Answer show(Call call) {
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
        limits.put("messages_kept_s", Retention.KEPT.toSeconds());
        limits.put("waiting_for_one_person", Outgoing.MOST_WAITING);
        limits.put("waiting_messages", messages.mostWaiting());
        ObjectNode sending = limits.putObject("sending");
        relay.now().ifPresentOrElse(known -> describe(sending, known), () -> sending.put("known", false));
        return Answer.ok(limits);
    }

    private static void describe(ObjectNode sending, RelayLimits.Known known) {
        SendingLimits limits = known.limits();
        sending.put("known", true);
        sending.put("as_of", known.asOf().toString());
        sending.put("tier", limits.tier());
        if (limits.people().isPresent()) {
            sending.put("people_per_day", limits.people().getAsInt());
            sending.put("people_used", limits.peopleUsed());
        } else {
            sending.putNull("people_per_day");
            sending.putNull("people_used");
        }
        sending.put("next_free_at", limits.nextFree().map(Instant::toString).orElse(null));
        sending.put("messages_per_minute", limits.messagesPerMinute());
        sending.put("messages_to_one_person_per_minute", limits.messagesToOnePerMinute());
    }
}
