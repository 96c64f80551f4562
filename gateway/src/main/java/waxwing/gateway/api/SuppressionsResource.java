package waxwing.gateway.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.suppression.Suppression;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.gateway.suppression.Suppressions;
import waxwing.model.PhoneNumber;

/// `/v1/suppressions` and `/v1/suppressions/{contact}`. The business keeps its own entries; those of people are
/// theirs.
final class SuppressionsResource {
    private static final String LIST = "suppressions";

    private final Suppressions suppressions;
    private final Recipients recipients;
    private final InstantSource clock;

    SuppressionsResource(Recipients recipients, InstantSource clock) {
        this.suppressions = recipients.suppressions();
        this.recipients = recipients;
        this.clock = clock;
    }

    /// `GET /v1/suppressions`: newest first, a page at a time.
    Answer list(Call call) {
        Query query = call.query();
        Suppressions.Page page = suppressions.list(query.before(LIST), query.limit());
        ObjectNode json = Json.object();
        var array = json.putArray(LIST);
        page.entries().forEach(entry -> array.add(json(entry)));
        json.put("next_cursor", Cursor.next(LIST, page.next()));
        return Answer.ok(json);
    }

    /// `POST /v1/suppressions`: puts somebody on the business's own list, or changes for what.
    Answer add(Call call) {
        var faults = new Faults();
        var fields = new JsonFields("", call.body(), faults);
        Optional<PhoneNumber> number = recipients.read(fields, faults);
        Optional<Reach> reach = reach(fields);
        fields.refuseOthers();
        faults.throwIfAny();
        var entry = new Suppression(
                number.orElseThrow(), Source.BUSINESS, reach.orElse(Reach.ALL), Instant.ofEpochMilli(clock.millis()));
        suppressions.add(entry);
        return Answer.ok(json(entry));
    }

    private static Optional<Reach> reach(JsonFields fields) {
        Optional<String> text = fields.text("reach");
        Optional<Reach> reach = text.flatMap(name -> Arrays.stream(Reach.values())
                .filter(value -> value.wireName().equals(name))
                .findFirst());
        if (text.isPresent() && reach.isEmpty()) {
            fields.invalid("reach", "is not how far it goes (expected: offers or all)");
        }
        return reach;
    }

    /// `DELETE /v1/suppressions/{contact}`: takes somebody off the business's own list.
    Answer remove(Call call) {
        Optional<PhoneNumber> number = Recipients.handle(call.id()).flatMap(recipients.contacts()::numberOf);
        if (number.filter(known -> suppressions.remove(known, Source.BUSINESS)).isEmpty()) {
            throw MessagesResource.unknown("is not a contact on the business's own list");
        }
        return Answer.nothing();
    }

    private ObjectNode json(Suppression entry) {
        ObjectNode json = Json.object();
        json.put("contact", recipients.contacts().handleOf(entry.number()).value());
        json.put("source", entry.source().wireName());
        json.put("reach", entry.reach().wireName());
        json.put("since", MessageJson.time(entry.since()));
        return json;
    }
}
