package waxwing.gateway.api;

import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.message.Acceptance;
import waxwing.gateway.message.Cancellation;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.Message;
import waxwing.gateway.message.MessagePage;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.Messages;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;

/// `/v1/messages` and `/v1/messages/{id}`.
final class MessagesResource {
    private static final String LIST = "messages";

    private final Messages messages;
    private final SendRequest.Reader reader;
    private final MessageJson json;

    MessagesResource(Messages messages, SendRequest.Reader reader, MessageJson json) {
        this.messages = messages;
        this.reader = reader;
        this.json = json;
    }

    /// `POST /v1/messages`: 202 once the message is durable.
    Answer send(Call call) {
        IdempotencyKey key = Requests.idempotencyKey(call);
        ObjectNode body = call.body();
        return switch (messages.accept(key, Requests.hash(body), () -> reader.read(body))) {
            case Acceptance.Accepted(Message message) -> accepted(message, false);
            case Acceptance.Repeated(Message message) -> accepted(message, true);
            case Acceptance.InProgress _ -> throw Requests.inProgress();
            case Acceptance.KeyReused _ -> throw Requests.keyReused();
            case Acceptance.QueueFull _ -> throw Requests.queueFull(messages.mostWaiting());
            case Acceptance.MessageIdReused _ ->
                throw new Rejection(
                        Fault.at("message_id", ErrorCode.IDEMPOTENCY_KEY_REUSED, "is the id of another message")
                                .hint("Use a fresh UUID for each message, or leave message_id out."));
        };
    }

    /// `GET /v1/messages`: newest first, a page at a time.
    Answer list(Call call) {
        Query query = call.query();
        MessagePage page = messages.list(new MessagePage.Query(
                query.before(LIST), query.value("status", MessagesResource::status), query.limit()));
        ObjectNode body = Json.object();
        var array = body.putArray("messages");
        page.messages().forEach(message -> array.add(json.whole(message)));
        body.put("next_cursor", Cursor.next(LIST, page.next()));
        return Answer.ok(body);
    }

    private static MessageStatus status(String text) {
        return Arrays.stream(MessageStatus.values())
                .filter(status -> status.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new MalformedValueException("not a status (expected: one of "
                        + Arrays.stream(MessageStatus.values())
                                .map(MessageStatus::wireName)
                                .collect(Collectors.joining(", "))
                        + ")"));
    }

    /// `GET /v1/messages/{id}`: the message with its whole timeline.
    Answer show(Call call) {
        return Answer.ok(
                json.whole(messages.find(messageId(call)).orElseThrow(() -> unknown("is not the id of a message"))));
    }

    /// `POST /v1/messages/{id}:cancel`: only what is still at the gateway.
    Answer cancel(Call call) {
        return answer(
                messages.cancel(messageId(call)),
                "POST …:revoke also takes back what waits for a connection to the relay.");
    }

    /// `POST /v1/messages/{id}:revoke`: also what the relay has not been given.
    Answer revoke(Call call) {
        return answer(messages.revoke(messageId(call)), ErrorCode.CANNOT_CANCEL.hint());
    }

    private Answer answer(Cancellation cancellation, String hint) {
        return switch (cancellation) {
            case Cancellation.Canceled(Message message) -> Answer.ok(json.whole(message));
            case Cancellation.TooLate(Message message) ->
                throw new Rejection(Fault.at(
                                "id",
                                ErrorCode.CANNOT_CANCEL,
                                "is on its way or at its end: "
                                        + message.status().wireName())
                        .hint(hint));
            case Cancellation.Unknown _ -> throw unknown("is not the id of a message");
        };
    }

    private static MessageId messageId(Call call) {
        try {
            return MessageId.parse(call.id());
        } catch (MalformedValueException _) {
            throw unknown("is not the id of a message");
        }
    }

    static Rejection unknown(String detail) {
        return new Rejection(Fault.at("id", ErrorCode.NOT_FOUND, detail + " of this gateway"));
    }

    private Answer accepted(Message message, boolean replayed) {
        return Answer.accepted("/v1/messages/" + message.id(), json.accepted(message), replayed);
    }
}
