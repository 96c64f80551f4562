package waxwing.gateway.event;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// An event that has no place in the log yet.
record NewEvent(EventId id, EventType type, Instant at, ObjectNode data) {
    @Override
    public String toString() {
        return "NewEvent[" + id + ", " + type.wireName() + "]";
    }
}
