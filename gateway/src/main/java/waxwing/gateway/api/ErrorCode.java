package waxwing.gateway.api;

import java.util.Locale;

/// The stable codes of the API's errors. What the relay decides about a message uses names of the same family,
/// but comes as an entry of the message's timeline.
public enum ErrorCode {
    INVALID_PARAMETER(400, "A value is not what it should be", "See /openapi.yaml for what this parameter takes."),
    MISSING_PARAMETER(400, "A required value is missing", "Add the parameter; /openapi.yaml says what it takes."),
    UNKNOWN_PARAMETER(400, "There is no such parameter", "Leave it out, or mend its name; /openapi.yaml has them all."),
    INVALID_PHONE_NUMBER(400, "Not a phone number", "Write it in E.164 form, for example +12025550101."),
    AMOUNT_MISMATCH(
            422,
            "The amounts do not add up",
            "Exactly, in one currency: line totals - discounts + shipping + taxes not included + tip + rounding = total."),
    UNAUTHENTICATED(
            401,
            "No valid API key",
            "Send 'Authorization: Bearer KEY' with a key that 'waxwing gateway init' or 'key create' printed."),
    PERMISSION_DENIED(403, "The API key is not for this", "Use a key with the scope for it."),
    RECIPIENT_OPTED_OUT(
            403, "The recipient does not want this", "GET /v1/suppressions says since when and on whose word."),
    NOT_FOUND(404, "There is no such thing", "The paths are described at /openapi.yaml."),
    METHOD_NOT_ALLOWED(405, "There is no such method here", "The Allow header lists the methods that there are."),
    IDEMPOTENCY_IN_PROGRESS(
            409, "The first request with this key is still running", "Repeat the request in a moment for its answer."),
    IDEMPOTENCY_KEY_REUSED(409, "The name stands for another request", "Use a fresh one for each message."),
    CANNOT_CANCEL(
            409, "The message can't be taken back", "What the relay may have can't be; send a later revision instead."),
    CURSOR_EXPIRED(
            410,
            "The cursor is too old",
            "Leave it out to begin with the oldest event that is kept; events_kept_s of GET /v1/limits says for how long."),
    MESSAGE_TOO_LARGE(413, "The message is too large", "GET /v1/limits says how large one may be."),
    RATE_LIMITED(429, "Too many requests", "Wait for retry_after_ms; the RateLimit header says how many are left."),
    UNAVAILABLE(503, "The gateway can't do this now", "Repeat the request with the same Idempotency-Key."),
    STORAGE_FULL(
            507,
            "The gateway's disk is full",
            "Free space where its data folder is; then repeat the request with the same Idempotency-Key.");

    private final int status;
    private final String title;
    private final String hint;

    ErrorCode(int status, String title, String hint) {
        this.status = status;
        this.title = title;
        this.hint = hint;
    }

    /// The status of HTTP that it goes with.
    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /// What to do about it, unless a fault knows better.
    String hint() {
        return hint;
    }

    public boolean retryable() {
        return switch (this) {
            case IDEMPOTENCY_IN_PROGRESS, RATE_LIMITED, UNAVAILABLE, STORAGE_FULL -> true;
            default -> false;
        };
    }

    /// As the API writes it, for example `invalid_parameter`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
