package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
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
    HttpResponse send(ServiceRequestContext context, AggregatedHttpRequest request) {
        IdempotencyKey key = Requests.idempotencyKey(request);
        ObjectNode body = Json.parse(request.content().array());
        return switch (messages.accept(key, Requests.hash(body), () -> reader.read(body))) {
            case Acceptance.Accepted(Message message) -> accepted(message, false);
            case Acceptance.Repeated(Message message) -> accepted(message, true);
            case Acceptance.InProgress _ -> throw Requests.inProgress();
            case Acceptance.KeyReused _ -> throw Requests.keyReused();
            case Acceptance.MessageIdReused _ ->
                throw new Rejection(
                        Fault.at("message_id", ErrorCode.IDEMPOTENCY_KEY_REUSED, "is the id of another message")
                                .hint("Use a fresh UUID for each message, or leave message_id out."));
        };
    }

    /// `GET /v1/messages`: newest first, a page at a time.
    HttpResponse list(ServiceRequestContext context, AggregatedHttpRequest request) {
        Query query = Query.of(context, Cursor.PARAM, Query.LIMIT, "status");
        MessagePage page = messages.list(new MessagePage.Query(
                query.before(LIST), query.text("status").map(MessagesResource::status), query.limit()));
        ObjectNode body = Json.object();
        var array = body.putArray("messages");
        page.messages().forEach(message -> array.add(json.whole(message)));
        body.put("next_cursor", Cursor.next(LIST, page.next()));
        return json(HttpStatus.OK, body);
    }

    private static MessageStatus status(String text) {
        return Arrays.stream(MessageStatus.values())
                .filter(status -> status.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> Query.invalid(
                        "status",
                        "is not a status (expected: one of "
                                + Arrays.stream(MessageStatus.values())
                                        .map(MessageStatus::wireName)
                                        .collect(Collectors.joining(", "))
                                + ")"));
    }

    /// `GET /v1/messages/{id}`: the message with its whole timeline.
    HttpResponse show(ServiceRequestContext context, AggregatedHttpRequest request) {
        return json(
                HttpStatus.OK,
                json.whole(messages.find(messageId(context)).orElseThrow(() -> unknown("is not the id of a message"))));
    }

    /// `POST /v1/messages/{id}:cancel`: only what is still at the gateway.
    HttpResponse cancel(ServiceRequestContext context, AggregatedHttpRequest request) {
        return answer(
                messages.cancel(messageId(context)),
                "POST …:revoke also takes back what waits for a connection to the relay.");
    }

    /// `POST /v1/messages/{id}:revoke`: also what the relay has not been given.
    HttpResponse revoke(ServiceRequestContext context, AggregatedHttpRequest request) {
        return answer(messages.revoke(messageId(context)), ErrorCode.CANNOT_CANCEL.hint());
    }

    private HttpResponse answer(Cancellation cancellation, String hint) {
        return switch (cancellation) {
            case Cancellation.Canceled(Message message) -> json(HttpStatus.OK, json.whole(message));
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

    private static MessageId messageId(ServiceRequestContext context) {
        try {
            return MessageId.parse(Resource.id(context));
        } catch (MalformedValueException _) {
            throw unknown("is not the id of a message");
        }
    }

    static Rejection unknown(String detail) {
        return new Rejection(Fault.at("id", ErrorCode.NOT_FOUND, detail + " of this gateway"));
    }

    private HttpResponse accepted(Message message, boolean replayed) {
        return accepted("/v1/messages/" + message.id(), json.accepted(message), replayed);
    }

    /// 202 with the place where what was made can be looked up.
    static HttpResponse accepted(String location, ObjectNode body, boolean replayed) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.ACCEPTED)
                .contentType(MediaType.JSON)
                .set(HttpHeaderNames.LOCATION, location);
        if (replayed) {
            headers.set(Requests.REPLAYED, "true");
        }
        return HttpResponse.of(headers.build(), Json.data(body));
    }

    static HttpResponse json(HttpStatus status, ObjectNode body) {
        return HttpResponse.of(
                ResponseHeaders.builder(status).contentType(MediaType.JSON).build(), Json.data(body));
    }
}
