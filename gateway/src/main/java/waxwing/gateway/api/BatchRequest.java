package waxwing.gateway.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.message.Wanted;

/// Reads the body of `POST /v1/messageBatches`: each item as a request of its own, so that one that is wrong
/// stops no other.
final class BatchRequest {
    static final int MOST_MESSAGES = 1_000;

    static final Wanted.Refusals REFUSALS = new Wanted.Refusals(
            problem(Fault.at("message_id", ErrorCode.IDEMPOTENCY_KEY_REUSED, "is the id of another message")
                    .hint("Use a fresh UUID for each message, or leave message_id out.")),
            problem(Fault.at(
                    "message_id",
                    ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                    "is the id of a message that is being accepted at this moment")));

    private BatchRequest() {}

    /// @throws Rejection if it is no list of 1 to 1,000 items
    static List<Wanted> read(ObjectNode body, SendRequest.Reader reader) {
        var faults = new Faults();
        var fields = new JsonFields("", body, faults);
        Optional<JsonNode> messages = fields.any("messages");
        if (messages.isEmpty()) {
            fields.missing("messages");
        } else if (!messages.get().isArray()
                || messages.get().isEmpty()
                || messages.get().size() > MOST_MESSAGES) {
            fields.invalid("messages", "is not an array of 1 to " + MOST_MESSAGES + " messages");
        }
        fields.refuseOthers();
        faults.throwIfAny();
        List<Wanted> wanted = new ArrayList<>();
        for (JsonNode message : messages.orElseThrow()) {
            wanted.add(item(message, reader));
        }
        return wanted;
    }

    /// @param most how many messages may wait for the relay
    static Rejection tooMany(int goingOut, int most) {
        return new Rejection(Fault.at(
                        "messages",
                        ErrorCode.INVALID_PARAMETER,
                        "has " + goingOut + " messages that are to go out at once (expected: at most " + most
                                + ", as many as may wait for the relay at this gateway)")
                .hint("Send smaller batches, or have 'waxwing gateway run' start with a higher --max-waiting;"
                        + " waiting_messages of GET /v1/limits says what it is."));
    }

    private static Wanted item(JsonNode json, SendRequest.Reader reader) {
        if (!(json instanceof ObjectNode message)) {
            return new Wanted.Refused(
                    problem(Fault.of(ErrorCode.INVALID_PARAMETER, "the message is not a JSON object")));
        }
        try {
            return new Wanted.Send(reader.read(message), Requests.hash(message));
        } catch (Rejection rejection) {
            return new Wanted.Refused(Problems.json(rejection).toString());
        }
    }

    private static String problem(Fault fault) {
        return Problems.json(new Rejection(fault)).toString();
    }
}
