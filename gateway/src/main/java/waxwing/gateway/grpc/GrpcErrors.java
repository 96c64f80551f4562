package waxwing.gateway.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Failures;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Problems;
import waxwing.gateway.api.Rejection;

/// Writes what is wrong as gRPC has it (AIP-193): a status, an `ErrorInfo` whose reason is the API's code in
/// capitals, a `BadRequest` with each fault that has a place, and a `RetryInfo` if the call may be repeated.
final class GrpcErrors {
    /// Of every `ErrorInfo`.
    static final String DOMAIN = "gateway.waxwing";

    private GrpcErrors() {}

    static void close(ServerCall<?, ?> call, Metadata trailers, Throwable failure) {
        StatusRuntimeException error = error(Failures.rejection(failure));
        Metadata details = error.getTrailers();
        if (details != null) {
            trailers.merge(details);
        }
        call.close(error.getStatus(), trailers);
    }

    private static StatusRuntimeException error(Rejection rejection) {
        Fault first = rejection.faults().getFirst();
        var status = com.google.rpc.Status.newBuilder()
                .setCode(status(first.code()).value())
                .setMessage(first.param().map(param -> param + " ").orElse("") + first.detail());
        var info = ErrorInfo.newBuilder()
                .setReason(first.code().name())
                .setDomain(DOMAIN)
                .putMetadata("code", first.code().wireName())
                .putMetadata("hint", first.hint());
        first.param().ifPresent(param -> info.putMetadata("param", param));
        status.addDetails(Any.pack(info.build()));
        BadRequest violations = violations(rejection);
        if (violations.getFieldViolationsCount() > 0) {
            status.addDetails(Any.pack(violations));
        }
        Problems.retryAfter(rejection)
                .ifPresent(delay -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Durations.fromMillis(delay.toMillis()))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static BadRequest violations(Rejection rejection) {
        var violations = BadRequest.newBuilder();
        for (Fault fault : rejection.faults()) {
            fault.param()
                    .ifPresent(param -> violations.addFieldViolations(FieldViolation.newBuilder()
                            .setField(param)
                            .setReason(fault.code().name())
                            .setDescription(fault.detail())));
        }
        return violations.build();
    }

    private static Status.Code status(ErrorCode code) {
        return switch (code) {
            case INVALID_PARAMETER,
                    MISSING_PARAMETER,
                    UNKNOWN_PARAMETER,
                    INVALID_PHONE_NUMBER,
                    AMOUNT_MISMATCH,
                    MESSAGE_TOO_LARGE -> Status.Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
            case RECIPIENT_OPTED_OUT, CANNOT_CANCEL -> Status.Code.FAILED_PRECONDITION;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case CURSOR_EXPIRED -> Status.Code.OUT_OF_RANGE;
            case METHOD_NOT_ALLOWED -> Status.Code.UNIMPLEMENTED;
            case IDEMPOTENCY_IN_PROGRESS -> Status.Code.ABORTED;
            case IDEMPOTENCY_KEY_REUSED -> Status.Code.ALREADY_EXISTS;
            case RATE_LIMITED, STORAGE_FULL -> Status.Code.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
        };
    }
}
