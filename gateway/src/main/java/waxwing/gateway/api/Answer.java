package waxwing.gateway.api;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What came of an operation that was done.
///
/// @param body empty if there is nothing to say
/// @param location the path at which what was made can be looked up
/// @param replayed whether the same was answered before, and nothing was done now
public record Answer(Outcome outcome, Optional<ObjectNode> body, Optional<String> location, boolean replayed) {
    /// In HTTP's terms.
    public enum Outcome {
        OK(200),
        CREATED(201),
        ACCEPTED(202),
        NO_CONTENT(204);

        private final int status;

        Outcome(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    static Answer ok(ObjectNode body) {
        return new Answer(Outcome.OK, Optional.of(body), Optional.empty(), false);
    }

    static Answer nothing() {
        return new Answer(Outcome.NO_CONTENT, Optional.empty(), Optional.empty(), false);
    }

    static Answer created(String location, ObjectNode body) {
        return new Answer(Outcome.CREATED, Optional.of(body), Optional.of(location), false);
    }

    /// What is durable, and will be done.
    static Answer accepted(String location, ObjectNode body, boolean replayed) {
        return new Answer(Outcome.ACCEPTED, Optional.of(body), Optional.of(location), replayed);
    }

    @Override
    public String toString() {
        return "Answer[" + outcome + "]";
    }
}
