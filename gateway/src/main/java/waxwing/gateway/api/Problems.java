package waxwing.gateway.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Writes what is wrong as a problem (RFC 9457) with the API's own members: `code`, `param`, `hint`,
/// `retryable`, `retry_after_ms`, and, when there is more than one fault, all of them in `errors`.
public final class Problems {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Problems() {}

    /// When the request may be repeated; empty if that would not help.
    public static Optional<Duration> retryAfter(Rejection rejection) {
        return rejection.faults().getFirst().code().retryable()
                ? Optional.of(rejection.retryAfter().orElse(SOON))
                : Optional.empty();
    }

    public static ObjectNode json(Rejection rejection) {
        List<Fault> faults = rejection.faults();
        Fault first = faults.getFirst();
        ErrorCode code = first.code();
        ObjectNode problem = Json.object();
        problem.put("type", "urn:waxwing:problem:" + code.wireName());
        problem.put("title", code.title());
        problem.put("status", code.status());
        problem.put("detail", first.detail());
        describe(problem, first);
        problem.put("retryable", code.retryable());
        problem.put(
                "retry_after_ms", retryAfter(rejection).map(Duration::toMillis).orElse(null));
        if (faults.size() > 1) {
            var errors = problem.putArray("errors");
            for (Fault fault : faults) {
                ObjectNode error = errors.addObject();
                describe(error, fault);
                error.put("detail", fault.detail());
            }
        }
        return problem;
    }

    private static void describe(ObjectNode node, Fault fault) {
        node.put("code", fault.code().wireName());
        node.put("param", fault.param().orElse(null));
        node.put("hint", fault.hint());
    }
}
