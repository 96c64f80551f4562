package waxwing.gateway.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.content.Violation;
import waxwing.content.v1.Body;
import waxwing.gateway.message.Draft;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Reads the body of `POST /v1/messages` and checks all that the gateway can know by itself.
final class SendRequest {
    static final Duration LONGEST_LIFE = Duration.ofDays(30);
    static final List<MessageKind> KINDS = List.of(MessageKind.values());
    /// What the content may have in its serialised form, so that the envelope stays well within the relay's 96
    /// KiB.
    static final int LARGEST_CONTENT = 64 * 1024;

    static final String PROVE_IT =
            "Name a domain of yours, and prove it: waxwing gateway domain add DOMAIN --email postmaster@DOMAIN.";
    private static final int LONGEST_REFERENCE = 200;
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    private final Faults faults = new Faults();
    private final Reader reader;

    private SendRequest(Reader reader) {
        this.reader = reader;
    }

    /// What a business's requests are read with.
    ///
    /// @param links where they may lead
    /// @param clock by which times to come are checked
    record Reader(Recipients recipients, Links links, InstantSource clock) {
        /// @throws Rejection naming each parameter that is wrong
        Draft read(ObjectNode body) {
            return new SendRequest(this).draft(body);
        }
    }

    private Draft draft(ObjectNode json) {
        var fields = new JsonFields("", json, faults);
        Optional<MessageId> id = messageId(fields);
        Optional<PhoneNumber> to = reader.recipients().read(fields, faults);
        Optional<MessageKind> kind = kind(fields);
        Optional<Body> body = fields.requiredObject("content").flatMap(content -> content(content, kind));
        Optional<Instant> sendAt = SendAt.read(fields, reader.clock().instant());
        Duration expiresIn = Values.duration(fields, "expires_in", SHORTEST_LIFE, LONGEST_LIFE)
                .orElse(LONGEST_LIFE);
        Optional<String> reference = clientReference(fields);
        fields.refuseOthers();
        faults.throwIfAny();
        Body checked = body.orElseThrow();
        check(kind.orElseThrow(), checked);
        reader.recipients().requireOpen(to.orElseThrow(), kind.orElseThrow());
        return new Draft(id, to.orElseThrow(), kind.orElseThrow(), checked, sendAt, expiresIn, reference);
    }

    private Optional<MessageId> messageId(JsonFields fields) {
        return fields.text("message_id").flatMap(text -> Values.parsed(fields, "message_id", text, MessageId::parse));
    }

    private Optional<MessageKind> kind(JsonFields fields) {
        Optional<String> name = fields.requiredText("kind");
        Optional<MessageKind> kind = name.flatMap(text -> Arrays.stream(MessageKind.values())
                .filter(value -> value.name().equals(text))
                .findFirst());
        if (name.isPresent() && kind.isEmpty()) {
            fields.invalid("kind", "is not a kind of message (expected: " + kinds() + ")");
        }
        return kind;
    }

    private static String kinds() {
        return KINDS.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private Optional<Body> content(JsonFields content, Optional<MessageKind> kind) {
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        String name = kind.get().name().toLowerCase(Locale.ROOT);
        Optional<JsonNode> json = content.any(name);
        if (json.isEmpty()) {
            content.missing(name);
        }
        content.refuseOthers();
        return json.map(node -> {
            Body.Builder body = Body.newBuilder();
            var reader = new ProtoReader(faults);
            String path = content.path(name);
            switch (kind.get()) {
                case RECEIPT -> reader.read(path, node, body.getReceiptBuilder());
                case RESERVATION -> reader.read(path, node, body.getReservationBuilder());
                case DELIVERY -> reader.read(path, node, body.getDeliveryBuilder());
                case CODE -> reader.read(path, node, body.getCodeBuilder());
                case OFFER -> reader.read(path, node, body.getOfferBuilder());
                case CONVERSATION -> reader.read(path, node, body.getTextBuilder());
            }
            return body.build();
        });
    }

    private void check(MessageKind kind, Body body) {
        int size = body.getSerializedSize();
        if (size > LARGEST_CONTENT) {
            throw new Rejection(Fault.at(
                    "content",
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "has " + size + " bytes (expected: at most " + LARGEST_CONTENT + ")"));
        }
        for (Violation violation : reader.links().check(kind, body)) {
            Fault fault = Fault.at(violation.param(), code(violation.code()), violation.message());
            faults.add(violation.isForeignLink() ? fault.hint(PROVE_IT) : fault);
        }
        faults.throwIfAny();
    }

    private static ErrorCode code(Violation.Code code) {
        return switch (code) {
            case MISSING_PARAMETER -> ErrorCode.MISSING_PARAMETER;
            case INVALID_PARAMETER -> ErrorCode.INVALID_PARAMETER;
            case AMOUNT_MISMATCH -> ErrorCode.AMOUNT_MISMATCH;
        };
    }

    private Optional<String> clientReference(JsonFields fields) {
        Optional<String> reference = fields.text("client_reference");
        if (reference.isPresent()
                && (reference.get().isEmpty()
                        || reference.get().length() > LONGEST_REFERENCE
                        || reference.get().chars().anyMatch(Character::isISOControl))) {
            fields.invalid(
                    "client_reference",
                    "is not a text of 1 to " + LONGEST_REFERENCE + " characters without control characters");
            return Optional.empty();
        }
        return reference;
    }
}
