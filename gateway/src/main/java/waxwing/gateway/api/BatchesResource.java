package waxwing.gateway.api;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.message.Batch;
import waxwing.gateway.message.BatchAcceptance;
import waxwing.gateway.message.BatchId;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.Messages;
import waxwing.model.MalformedValueException;

/// `/v1/messageBatches` and `/v1/messageBatches/{id}`.
final class BatchesResource {
    private final Messages messages;
    private final SendRequest.Reader reader;

    BatchesResource(Messages messages, SendRequest.Reader reader) {
        this.messages = messages;
        this.reader = reader;
    }

    /// `POST /v1/messageBatches`: 202 once all that could be accepted is durable.
    Answer send(Call call) {
        IdempotencyKey key = Requests.idempotencyKey(call);
        ObjectNode body = call.body();
        return switch (messages.acceptBatch(
                key, Requests.hash(body), () -> BatchRequest.read(body, reader), BatchRequest.REFUSALS)) {
            case BatchAcceptance.Accepted(Batch batch) -> accepted(batch, false);
            case BatchAcceptance.Repeated(Batch batch) -> accepted(batch, true);
            case BatchAcceptance.InProgress _ -> throw Requests.inProgress();
            case BatchAcceptance.KeyReused _ -> throw Requests.keyReused();
            case BatchAcceptance.QueueFull _ -> throw Requests.queueFull(messages.mostWaiting());
            case BatchAcceptance.TooMany(int goingOut, int most) -> throw BatchRequest.tooMany(goingOut, most);
        };
    }

    /// `GET /v1/messageBatches/{id}`: where its messages stand now.
    Answer show(Call call) {
        Batch batch = messages.findBatch(batchId(call))
                .orElseThrow(() -> MessagesResource.unknown("is not the id of a batch"));
        return Answer.ok(json(batch, Batch.Item.Accepted::status));
    }

    private static BatchId batchId(Call call) {
        try {
            return BatchId.parse(call.id());
        } catch (MalformedValueException _) {
            throw MessagesResource.unknown("is not the id of a batch");
        }
    }

    /// The same for every repetition of the request, however far the messages are.
    private static Answer accepted(Batch batch, boolean replayed) {
        return Answer.accepted("/v1/messageBatches/" + batch.id(), json(batch, Batch.Item.Accepted::first), replayed);
    }

    private interface Standing {
        MessageStatus of(Batch.Item.Accepted item);
    }

    private static ObjectNode json(Batch batch, Standing standing) {
        ObjectNode json = Json.object();
        json.put("batch_id", batch.id().toString());
        json.put("created_at", MessageJson.time(batch.created()));
        json.put("total", batch.items().size());
        ArrayNode results = Json.array();
        Map<MessageStatus, Integer> counts = new EnumMap<>(MessageStatus.class);
        int refused = 0;
        for (Batch.Item item : batch.items()) {
            ObjectNode result = results.addObject();
            result.put("index", item.index());
            switch (item) {
                case Batch.Item.Accepted accepted -> {
                    MessageStatus status = standing.of(accepted);
                    counts.merge(status, 1, Integer::sum);
                    result.put("message_id", accepted.id().toString());
                    result.put("status", status.wireName());
                }
                case Batch.Item.Refused(int _, String problem) -> {
                    refused++;
                    result.set("problem", Json.parse(problem.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        json.put("accepted", batch.items().size() - refused);
        json.put("refused", refused);
        ObjectNode byStatus = json.putObject("by_status");
        counts.forEach((status, count) -> byStatus.put(status.wireName(), count));
        json.set("results", results);
        return json;
    }
}
