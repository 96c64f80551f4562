package waxwing.gateway.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.message.Message;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.TimelineEntry;

/// Writes messages as the API shows them.
final class MessageJson {
    private final Contacts contacts;

    MessageJson(Contacts contacts) {
        this.contacts = contacts;
    }

    /// The answer to an accepted message: the same for every repetition of its request.
    ObjectNode accepted(Message message) {
        return common(message, message.timeline().getFirst().status());
    }

    /// The message as it stands, with its whole timeline.
    ObjectNode whole(Message message) {
        ObjectNode json = common(message, message.status());
        message.timeline().getLast().code().ifPresent(code -> json.put("code", code));
        ArrayNode timeline = json.putArray("timeline");
        for (int i = 0; i < message.timeline().size(); i++) {
            TimelineEntry entry = message.timeline().get(i);
            ObjectNode step = timeline.addObject();
            step.put("sequence", i + 1);
            step.put("status", entry.status().wireName());
            entry.code().ifPresent(code -> step.put("code", code));
            step.put("at", time(entry.at()));
        }
        return json;
    }

    private ObjectNode common(Message message, MessageStatus status) {
        ObjectNode json = Json.object();
        json.put("message_id", message.id().toString());
        json.put("status", status.wireName());
        json.put("contact", contacts.handleOf(message.to()).value());
        json.put("kind", message.kind().name());
        json.put("category", message.kind().category().name());
        message.clientReference().ifPresent(reference -> json.put("client_reference", reference));
        json.put("created_at", time(message.lifetime().created()));
        message.lifetime().sendAt().ifPresent(time -> json.put("send_at", time(time)));
        json.put("expires_at", time(message.lifetime().expires()));
        return json;
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
