package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Writes what is wrong as `application/problem+json` (RFC 9457) with the API's own members: `code`, `param`,
/// `hint`, `retryable`, `retry_after_ms`, and, when there is more than one fault, all of them in `errors`.
final class Problems {
    private static final MediaType PROBLEM_JSON = MediaType.create("application", "problem+json");
    private static final Duration SOON = Duration.ofSeconds(1);

    private Problems() {}

    static HttpResponse answer(Rejection rejection) {
        return answer(rejection.faults(), rejection.retryAfter());
    }

    static HttpResponse answer(Fault fault) {
        return answer(List.of(fault), Optional.empty());
    }

    private static HttpResponse answer(List<Fault> faults, Optional<Duration> retryAfter) {
        ErrorCode code = faults.getFirst().code();
        var headers = ResponseHeaders.builder(code.status()).contentType(PROBLEM_JSON);
        if (code == ErrorCode.UNAUTHENTICATED) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"waxwing gateway\"");
        }
        wait(code, retryAfter)
                .ifPresent(duration -> headers.set(
                        HttpHeaderNames.RETRY_AFTER,
                        String.valueOf(Math.max(1, duration.plusMillis(999).toSeconds()))));
        return HttpResponse.of(headers.build(), Json.data(json(faults, retryAfter)));
    }

    private static Optional<Duration> wait(ErrorCode code, Optional<Duration> retryAfter) {
        return code.retryable() ? Optional.of(retryAfter.orElse(SOON)) : Optional.empty();
    }

    static ObjectNode json(Rejection rejection) {
        return json(rejection.faults(), rejection.retryAfter());
    }

    private static ObjectNode json(List<Fault> faults, Optional<Duration> retryAfter) {
        Fault first = faults.getFirst();
        ErrorCode code = first.code();
        ObjectNode problem = Json.object();
        problem.put("type", "urn:waxwing:problem:" + code.wireName());
        problem.put("title", code.title());
        problem.put("status", code.status().code());
        problem.put("detail", first.detail());
        describe(problem, first);
        problem.put("retryable", code.retryable());
        problem.put(
                "retry_after_ms", wait(code, retryAfter).map(Duration::toMillis).orElse(null));
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
