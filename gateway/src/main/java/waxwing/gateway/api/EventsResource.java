package waxwing.gateway.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.LoggedEvent;
import waxwing.gateway.webhook.EndpointId;
import waxwing.gateway.webhook.Webhooks;

/// `/v1/events` and `/v1/events:replay`.
final class EventsResource {
    private static final int USUAL_LIMIT = 100;
    private static final int LARGEST_LIMIT = 200;
    private static final int LONGEST_WAIT = 30;

    /// For how long a request may run that waits as long as it can.
    static final Duration PATIENCE = Duration.ofSeconds(LONGEST_WAIT + 15);

    private final EventLog log;
    private final Webhooks webhooks;
    private final Runnable onQueued;

    EventsResource(EventLog log, Webhooks webhooks, Runnable onQueued) {
        this.log = log;
        this.webhooks = webhooks;
        this.onQueued = onQueued;
    }

    /// `GET /v1/events`: what is behind a cursor, at once, or as soon as there is something.
    Answer list(Call call) {
        Query query = call.query();
        EventCursor after = query.value("after", EventCursor::parse).orElse(EventCursor.START);
        int limit = query.number("limit", 1, LARGEST_LIMIT, USUAL_LIMIT);
        var wait = Duration.ofSeconds(query.number("wait", 0, LONGEST_WAIT, 0));
        List<LoggedEvent> found = Interruptions.refusing(() -> log.awaitAfter(after, limit, wait));
        ObjectNode answer = Json.object();
        var events = answer.putArray("events");
        found.forEach(event -> events.add(event.toJson()));
        answer.put("cursor", (found.isEmpty() ? after : found.getLast().cursor()).toString());
        return Answer.ok(answer);
    }

    /// `POST /v1/events:replay`: posts to an endpoint again what is behind a cursor, up to a bound.
    Answer replay(Call call) {
        var faults = new Faults();
        var fields = new JsonFields("", call.body(), faults);
        Optional<EndpointId> id = fields.requiredText("endpoint_id")
                .flatMap(text -> Values.parsed(fields, "endpoint_id", text, EndpointId::new));
        EventCursor after = fields.text("after")
                .flatMap(text -> Values.parsed(fields, "after", text, EventCursor::parse))
                .orElse(EventCursor.START);
        fields.refuseOthers();
        faults.throwIfAny();
        Webhooks.Replayed replayed = webhooks.replay(id.orElseThrow(), after)
                .orElseThrow(() -> new Rejection(Fault.at(
                        "endpoint_id", ErrorCode.NOT_FOUND, "is not the id of a webhook endpoint of this gateway")));
        onQueued.run();
        ObjectNode answer = Json.object();
        answer.put("endpoint_id", id.orElseThrow().value());
        answer.put("queued", replayed.queued());
        answer.put("next_cursor", replayed.next().map(EventCursor::toString).orElse(null));
        return new Answer(Answer.Outcome.ACCEPTED, Optional.of(answer), Optional.empty(), false);
    }
}
