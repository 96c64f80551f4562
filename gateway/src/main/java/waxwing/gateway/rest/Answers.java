package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.api.Answer;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Json;
import waxwing.gateway.api.Problems;
import waxwing.gateway.api.Rejection;

/// Writes what came of an operation as HTTP has it; what is wrong as `application/problem+json` (RFC 9457).
final class Answers {
    private static final MediaType PROBLEM_JSON = MediaType.create("application", "problem+json");

    private Answers() {}

    static HttpResponse of(Answer answer) {
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.valueOf(answer.outcome().status()));
        answer.location().ifPresent(path -> headers.set(HttpHeaderNames.LOCATION, path));
        if (answer.replayed()) {
            headers.set("idempotent-replayed", "true");
        }
        return answer.body()
                .map(body ->
                        HttpResponse.of(headers.contentType(MediaType.JSON).build(), HttpData.wrap(Json.bytes(body))))
                .orElseGet(() -> HttpResponse.of(headers.build()));
    }

    static HttpResponse ok(ObjectNode body) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(MediaType.JSON)
                        .build(),
                HttpData.wrap(Json.bytes(body)));
    }

    static HttpResponse problem(Fault fault) {
        return problem(new Rejection(fault));
    }

    static HttpResponse problem(Rejection rejection) {
        ErrorCode code = rejection.faults().getFirst().code();
        var headers = ResponseHeaders.builder(HttpStatus.valueOf(code.status())).contentType(PROBLEM_JSON);
        if (code == ErrorCode.UNAUTHENTICATED) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"waxwing gateway\"");
        }
        Problems.retryAfter(rejection)
                .ifPresent(duration -> headers.set(
                        HttpHeaderNames.RETRY_AFTER,
                        String.valueOf(Math.max(1, duration.plusMillis(999).toSeconds()))));
        return HttpResponse.of(headers.build(), HttpData.wrap(Json.bytes(Problems.json(rejection))));
    }
}
