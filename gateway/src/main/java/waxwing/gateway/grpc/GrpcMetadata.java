package waxwing.gateway.grpc;

import io.grpc.Metadata;
import java.util.Objects;
import waxwing.gateway.api.Answer;
import waxwing.gateway.api.Callers;

/// What goes along with calls and answers: the headers of the API over HTTP, under the same names.
final class GrpcMetadata {
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final Metadata.Key<String> IDEMPOTENCY_KEY = key("idempotency-key");
    private static final Metadata.Key<String> IDEMPOTENT_REPLAYED = key("idempotent-replayed");
    private static final Metadata.Key<String> RATE_LIMIT = key("ratelimit");
    private static final Metadata.Key<String> RATE_LIMIT_POLICY = key("ratelimit-policy");

    private GrpcMetadata() {}

    static String authorization(Metadata headers) {
        return Objects.requireNonNullElse(headers.get(AUTHORIZATION), "");
    }

    static String idempotencyKey(Metadata headers) {
        return Objects.requireNonNullElse(headers.get(IDEMPOTENCY_KEY), "");
    }

    static void describe(Answer answer, Metadata headers) {
        if (answer.replayed()) {
            headers.put(IDEMPOTENT_REPLAYED, "true");
        }
    }

    /// Tells how much of a key's rate is left.
    static Callers.RateTeller rate(Metadata headers) {
        return (burst, left, full) -> {
            headers.put(RATE_LIMIT_POLICY, Callers.ratePolicy(burst));
            headers.put(RATE_LIMIT, Callers.rateLeft(left, full));
        };
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
