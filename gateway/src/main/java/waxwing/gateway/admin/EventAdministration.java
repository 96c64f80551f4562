package waxwing.gateway.admin;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.event.CursorExpiredException;
import waxwing.gateway.event.EventCursor;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.LoggedEvent;
import waxwing.model.MalformedValueException;

/// Answers `events end` with the cursor behind the newest event, and `events after CURSOR SECONDS` with
/// what is behind a cursor; it waits that long for the first. `start` stands for the start of the log.
public final class EventAdministration implements Administration {
    private static final int LIMIT = 200;

    private final EventLog log;

    public EventAdministration(EventLog log) {
        this.log = log;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        try {
            if (words.equals(List.of("events", "end"))) {
                answer.put("cursor", log.end().toString());
            } else if (words.size() == 4 && words.get(1).equals("after")) {
                list(answer, cursor(words.get(2)), Duration.ofSeconds(Long.parseLong(words.get(3))));
            } else {
                OwnAdministration.error(answer, "unknown_command", "the running gateway does not know this command");
            }
        } catch (MalformedValueException malformed) {
            OwnAdministration.error(answer, "invalid_parameter", String.valueOf(malformed.getMessage()));
        } catch (CursorExpiredException expired) {
            OwnAdministration.error(answer, "cursor_expired", "the cursor " + expired.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            OwnAdministration.error(answer, "unavailable", "the gateway is stopping");
        }
        return answer;
    }

    private static EventCursor cursor(String text) {
        return text.equals("start") ? EventCursor.START : EventCursor.parse(text);
    }

    private void list(ObjectNode answer, EventCursor after, Duration wait) throws InterruptedException {
        List<LoggedEvent> found = log.awaitAfter(after, LIMIT, wait);
        var events = answer.putArray("events");
        found.forEach(event -> events.add(event.toJson()));
        answer.put("cursor", (found.isEmpty() ? after : found.getLast().cursor()).toString());
    }
}
