package waxwing.gateway.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.model.MalformedValueException;

/// An event of the log.
///
/// @param cursor its place
/// @param at by the gateway's clock
/// @param data what happened; it may hold what a person wrote
public record LoggedEvent(EventCursor cursor, EventId id, EventType type, Instant at, ObjectNode data) {
    private static final JsonMapper JSON = new JsonMapper();

    /// As the API and the command line show it.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.value());
        json.put("type", type.wireName());
        json.put("timestamp", time());
        json.set("data", data);
        json.put("cursor", cursor.toString());
        return json;
    }

    /// Reads what [#toJson] gave; members that it does not know are passed over.
    ///
    /// @throws MalformedValueException if it is no event
    public static LoggedEvent ofJson(JsonNode json) {
        String type = json.path("type").asString("");
        return new LoggedEvent(
                EventCursor.parse(json.path("cursor").asString("")),
                new EventId(json.path("id").asString("")),
                EventType.parse(type).orElseThrow(() -> new MalformedValueException("not an event's type")),
                Instant.parse(json.path("timestamp").asString("")),
                json.path("data").asObject());
    }

    /// The body of a webhook, as Standard Webhooks has it: `type`, `timestamp`, `data`.
    public byte[] toPayload() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type.wireName());
        json.put("timestamp", time());
        json.set("data", data);
        return JSON.writeValueAsBytes(json);
    }

    private String time() {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Override
    public String toString() {
        return "LoggedEvent[" + id + ", " + type.wireName() + "]";
    }
}
