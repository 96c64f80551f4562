package waxwing.server.rpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waxwing.relay.v1.ErrorReason;

/// A call that cannot be served as it is, told to the caller as one of the statuses of `errors.proto`. What a
/// caller can expect is not a rejection but a case of the answer.
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final String DOMAIN = "waxwing";

    /// A field that breaks its rule.
    ///
    /// @param field a path in the request, for example `keys.signed_ec.signature`
    public record Violation(String field, String description) {}

    private final ErrorReason reason;
    private final transient List<Violation> violations;
    private final transient Optional<Duration> retryAfter;

    private Rejection(ErrorReason reason, String message, List<Violation> violations, Optional<Duration> retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.violations = violations;
        this.retryAfter = retryAfter;
    }

    public static Rejection badCredentials() {
        return of(ErrorReason.BAD_CREDENTIALS, "the credentials are missing, malformed, unknown or revoked");
    }

    public static Rejection credentialsNotAllowed() {
        return of(ErrorReason.CREDENTIALS_NOT_ALLOWED, "this service is anonymous: call it without credentials");
    }

    public static Rejection wrongCaller() {
        return of(ErrorReason.WRONG_CALLER, "an account of this type may not call this");
    }

    public static Rejection constraintViolated(List<Violation> violations) {
        Violation first = violations.getFirst();
        return new Rejection(
                ErrorReason.CONSTRAINT_VIOLATED,
                first.field() + ": " + first.description(),
                List.copyOf(violations),
                Optional.empty());
    }

    public static Rejection constraintViolated(String field, String description) {
        return constraintViolated(List.of(new Violation(field, description)));
    }

    public static Rejection protocolViolated(String what) {
        return new Rejection(
                ErrorReason.PROTOCOL_VIOLATED, what, List.of(new Violation("frame", what)), Optional.empty());
    }

    public static Rejection rateLimited(Duration retryAfter) {
        return new Rejection(ErrorReason.RATE_LIMITED, "too many calls", List.of(), Optional.of(retryAfter));
    }

    public static Rejection storageFull() {
        return of(ErrorReason.STORAGE_FULL, "the relay's disk is full; nothing was stored");
    }

    public static Rejection frameTooLarge(int limitBytes, int actualBytes) {
        return of(
                ErrorReason.FRAME_TOO_LARGE,
                "the frame has " + actualBytes + " bytes (expected: at most " + limitBytes + ")");
    }

    public static Rejection streamClosed() {
        return of(ErrorReason.STREAM_CLOSED, "another stream of this device took over");
    }

    public static Rejection unavailable() {
        return of(ErrorReason.RELAY_UNAVAILABLE, "the relay cannot serve this call now; try again later");
    }

    private static Rejection of(ErrorReason reason, String message) {
        return new Rejection(reason, message, List.of(), Optional.empty());
    }

    public ErrorReason reason() {
        return reason;
    }

    /// The status to end a call with: its code, the message, and the `ErrorInfo` and further details.
    public StatusRuntimeException asStatus() {
        Status.Builder status = Status.newBuilder().setCode(code().getNumber()).setMessage(getMessage());
        status.addDetails(Any.pack(ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason.name())
                .build()));
        if (code() == Code.INVALID_ARGUMENT) {
            BadRequest.Builder request = BadRequest.newBuilder();
            violations.forEach(violation -> request.addFieldViolationsBuilder()
                    .setField(violation.field())
                    .setDescription(violation.description()));
            status.addDetails(Any.pack(request.build()));
        }
        retryAfter.ifPresent(wait -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(wait.getSeconds())
                        .setNanos(wait.getNano()))
                .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private Code code() {
        return codeOf(reason);
    }

    static Code codeOf(ErrorReason reason) {
        return switch (reason) {
            case BAD_CREDENTIALS, CREDENTIALS_NOT_ALLOWED -> Code.UNAUTHENTICATED;
            case WRONG_CALLER -> Code.PERMISSION_DENIED;
            case CONSTRAINT_VIOLATED, PROTOCOL_VIOLATED -> Code.INVALID_ARGUMENT;
            case RATE_LIMITED, STORAGE_FULL, FRAME_TOO_LARGE -> Code.RESOURCE_EXHAUSTED;
            case STREAM_CLOSED -> Code.ABORTED;
            case RELAY_UNAVAILABLE -> Code.UNAVAILABLE;
            case ERROR_REASON_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("no status has the reason " + reason);
        };
    }
}
