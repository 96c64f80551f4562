package waxwing.gateway.api;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import waxwing.client.content.Violation;
import waxwing.content.v1.Action;
import waxwing.gateway.sandbox.Sandbox;
import waxwing.gateway.sandbox.SimulatedPerson;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// `/v1/sandbox/…`: time and people of a sandbox. Nowhere else is there such a path.
final class SandboxResource {
    static final Duration PATIENCE = Sandbox.PATIENCE.plusSeconds(10);

    private static final int LONGEST_TEXT = 4_000;
    private static final EnumSet<Action.Type> ACTIONS =
            EnumSet.complementOf(EnumSet.of(Action.Type.TYPE_UNSPECIFIED, Action.Type.UNRECOGNIZED));

    private final Sandbox sandbox;
    private final Recipients people;

    SandboxResource(Sandbox sandbox, Recipients people) {
        this.sandbox = sandbox;
        this.people = people;
    }

    /// `GET /v1/sandbox/clock`.
    Answer clock(Call call) {
        return Answer.ok(time());
    }

    private ObjectNode time() {
        ObjectNode json = Json.object();
        json.put("now", MessageJson.time(sandbox.clock().instant()));
        json.put("ahead_s", sandbox.clock().ahead().toSeconds());
        return json;
    }

    /// `POST /v1/sandbox/clock`: moves it on.
    Answer move(Call call) {
        var faults = new Faults();
        var fields = new JsonFields("", call.body(), faults);
        if (fields.any("advance").isEmpty()) {
            fields.missing("advance");
        }
        Optional<Duration> by = Values.duration(fields, "advance", Duration.ZERO, sandbox.room());
        fields.refuseOthers();
        faults.throwIfAny();
        return Interruptions.refusing(() -> {
            sandbox.advance(by.orElseThrow());
            return Answer.ok(time());
        });
    }

    /// `GET /v1/sandbox/people`: the numbers that mean something.
    static Answer people(Call call) {
        ObjectNode json = Json.object();
        var list = json.putArray("people");
        for (SimulatedPerson person : SimulatedPerson.values()) {
            list.addObject()
                    .put("phone_number", person.number().e164())
                    .put("name", person.wireName())
                    .put("summary", person.summary());
        }
        return Answer.ok(json);
    }

    /// `POST /v1/sandbox/answers`: a person writes, or asks for something on a card.
    Answer answer(Call call) {
        var faults = new Faults();
        var fields = new JsonFields("", call.body(), faults);
        Optional<PhoneNumber> from = people.read("from", fields, faults);
        Optional<Action.Type> action = action(fields);
        boolean asks = fields.any("action").isPresent();
        Optional<MessageId> about = asks ? id(fields, "about") : Optional.empty();
        Optional<MessageId> replyTo = asks ? Optional.empty() : id(fields, "reply_to");
        Optional<String> text = text(fields, asks);
        if (asks && fields.any("about").isEmpty()) {
            fields.missing("about");
        }
        fields.refuseOthers();
        faults.throwIfAny();
        MessageId id = Interruptions.refusing(() -> asks
                ? asked(sandbox.ask(from.orElseThrow(), about.orElseThrow(), action.orElseThrow(), text.orElse("")))
                : sandbox.write(from.orElseThrow(), text.orElseThrow(), replyTo));
        return Answer.ok(Json.object().put("message_id", id.toString()));
    }

    private static Optional<Action.Type> action(JsonFields fields) {
        Optional<String> name = fields.text("action");
        Optional<Action.Type> action = name.flatMap(text ->
                ACTIONS.stream().filter(type -> type.name().equals(text)).findFirst());
        if (name.isPresent() && action.isEmpty()) {
            fields.invalid("action", "is not what can be asked (expected: " + names() + ")");
        }
        return action;
    }

    private static String names() {
        return ACTIONS.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private static Optional<MessageId> id(JsonFields fields, String name) {
        return fields.text(name).flatMap(text -> Values.parsed(fields, name, text, MessageId::parse));
    }

    private static Optional<String> text(JsonFields fields, boolean asks) {
        Optional<String> text = asks ? fields.text("text") : fields.requiredText("text");
        if (text.filter(said -> said.isBlank() || said.length() > LONGEST_TEXT).isPresent()) {
            fields.invalid("text", "is not a text of 1 to " + LONGEST_TEXT + " characters");
            return Optional.empty();
        }
        return text;
    }

    private static MessageId asked(Sandbox.Asking outcome) {
        return switch (outcome) {
            case Sandbox.Asking.Asked(MessageId id) -> id;
            case Sandbox.Asking.NoSuchMessage _ ->
                throw new Rejection(Fault.at("about", ErrorCode.NOT_FOUND, "is not a message that they were sent")
                        .hint("Give the message_id of a card that was sent to this person."));
            case Sandbox.Asking.NotOffered(List<Violation> violations) ->
                throw new Rejection(
                        violations.stream().map(SandboxResource::fault).toList());
        };
    }

    private static Fault fault(Violation violation) {
        String param = violation.param().equals("action.type")
                ? "action"
                : violation.param().replace("action.", "");
        return Fault.at(param, ErrorCode.INVALID_PARAMETER, violation.message());
    }
}
