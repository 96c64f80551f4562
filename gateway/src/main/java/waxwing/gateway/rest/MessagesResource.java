package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.message.Acceptance;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.Message;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.RequestHash;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;

/// `/v1/messages` and `/v1/messages/{id}`.
final class MessagesResource {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String REPLAYED = "idempotent-replayed";
    private static final Duration MOMENT = Duration.ofMillis(250);

    private final Messages messages;
    private final SendRequest.Reader reader;

    MessagesResource(Messages messages, SendRequest.Reader reader) {
        this.messages = messages;
        this.reader = reader;
    }

    /// `POST /v1/messages`: 202 once the message is durable.
    HttpResponse send(ServiceRequestContext context, AggregatedHttpRequest request) {
        IdempotencyKey key = idempotencyKey(request);
        ObjectNode body = Json.parse(request.content().array());
        return switch (messages.accept(key, hash(body), () -> reader.read(body))) {
            case Acceptance.Accepted(Message message) -> accepted(message, false);
            case Acceptance.Repeated(Message message) -> accepted(message, true);
            case Acceptance.InProgress _ ->
                throw new Rejection(
                        Fault.at(
                                IDEMPOTENCY_KEY,
                                ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                                "is the key of a request that is running at this moment"),
                        MOMENT);
            case Acceptance.KeyReused _ ->
                throw new Rejection(Fault.at(
                        IDEMPOTENCY_KEY,
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "was used for another request within the last 24 hours"));
            case Acceptance.MessageIdReused _ ->
                throw new Rejection(
                        Fault.at("message_id", ErrorCode.IDEMPOTENCY_KEY_REUSED, "is the id of another message")
                                .hint("Use a fresh UUID for each message, or leave message_id out."));
        };
    }

    /// `GET /v1/messages/{id}`: the message with its whole timeline.
    HttpResponse show(ServiceRequestContext context, AggregatedHttpRequest request) {
        Optional<Message> message =
                messageId(String.valueOf(context.pathParam("id"))).flatMap(messages::find);
        return message.map(found -> json(HttpStatus.OK, MessageJson.whole(found)))
                .orElseThrow(() -> new Rejection(
                        Fault.at("id", ErrorCode.NOT_FOUND, "is not the id of a message of this gateway")));
    }

    private static Optional<MessageId> messageId(String text) {
        try {
            return Optional.of(MessageId.parse(text));
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }

    private static IdempotencyKey idempotencyKey(AggregatedHttpRequest request) {
        String value = request.headers().get(IDEMPOTENCY_KEY.toLowerCase(Locale.ROOT), "");
        if (value.isEmpty()) {
            throw new Rejection(Fault.at(IDEMPOTENCY_KEY, ErrorCode.MISSING_PARAMETER, "is a required header")
                    .hint("Send a fresh UUID with each message, and the same one when you repeat the request."));
        }
        try {
            return new IdempotencyKey(value);
        } catch (MalformedValueException malformed) {
            throw new Rejection(Fault.at(IDEMPOTENCY_KEY, ErrorCode.INVALID_PARAMETER, "is " + malformed.getMessage()));
        }
    }

    private static RequestHash hash(ObjectNode body) {
        try {
            return RequestHash.ofBytes(MessageDigest.getInstance("SHA-256").digest(Json.canonical(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static HttpResponse accepted(Message message, boolean replayed) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.ACCEPTED)
                .contentType(MediaType.JSON)
                .set(HttpHeaderNames.LOCATION, "/v1/messages/" + message.id());
        if (replayed) {
            headers.set(REPLAYED, "true");
        }
        return HttpResponse.of(headers.build(), Json.data(MessageJson.accepted(message)));
    }

    static HttpResponse json(HttpStatus status, ObjectNode body) {
        return HttpResponse.of(
                ResponseHeaders.builder(status).contentType(MediaType.JSON).build(), Json.data(body));
    }
}
