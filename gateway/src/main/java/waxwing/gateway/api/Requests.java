package waxwing.gateway.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.RequestHash;
import waxwing.model.MalformedValueException;

/// What requests that make something have in common: an idempotency key, and a hash that tells two apart.
final class Requests {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final Duration WHILE = Duration.ofSeconds(5);

    private Requests() {}

    /// @throws Rejection if there is none or it is not one
    static IdempotencyKey idempotencyKey(Call call) {
        String value = call.idempotencyKey();
        if (value.isEmpty()) {
            throw new Rejection(Fault.at(IDEMPOTENCY_KEY, ErrorCode.MISSING_PARAMETER, "is a required header")
                    .hint("Send a fresh UUID with each message, and the same one when you repeat the request."));
        }
        try {
            return new IdempotencyKey(value);
        } catch (MalformedValueException malformed) {
            throw new Rejection(Fault.at(IDEMPOTENCY_KEY, ErrorCode.INVALID_PARAMETER, "is " + malformed.getMessage()));
        }
    }

    static RequestHash hash(ObjectNode body) {
        try {
            return RequestHash.ofBytes(MessageDigest.getInstance("SHA-256").digest(Json.canonical(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Rejection inProgress() {
        return new Rejection(
                Fault.at(
                        IDEMPOTENCY_KEY,
                        ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                        "is the key of a request that is running at this moment"),
                MOMENT);
    }

    /// @param most how many messages may wait
    static Rejection queueFull(int most) {
        return new Rejection(
                Fault.unavailable("as many messages wait for the relay as this gateway keeps: " + most)
                        .hint("Repeat the request with the same Idempotency-Key after retry_after_ms; 'waxwing gateway"
                                + " status' says whether the relay is connected."),
                WHILE);
    }

    static Rejection keyReused() {
        return new Rejection(Fault.at(
                IDEMPOTENCY_KEY,
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "was used for another request within the last 24 hours"));
    }
}
