package waxwing.client.relay;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import waxwing.client.relay.RelayFailureException.Reason;
import waxwing.model.RelayLink;
import waxwing.relay.v1.ErrorReason;

/// From the statuses of errors.proto to [RelayFailureException].
final class Failures {
    private Failures() {}

    static RelayFailureException of(Throwable failure, boolean keyRefused, RelayLink link) {
        Status status = Status.fromThrowable(failure);
        Optional<com.google.rpc.Status> details = Optional.ofNullable(StatusProto.fromThrowable(failure));
        String reason = details.flatMap(all -> detail(all, ErrorInfo.class))
                .map(ErrorInfo::getReason)
                .orElse("");
        String at = "the relay at " + link.host() + ":" + link.port();
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED ->
                keyRefused
                        ? made(
                                Reason.WRONG_KEY,
                                at + " doesn't have the key that the relay link pins: nothing was sent to it",
                                failure)
                        : made(Reason.UNREACHABLE, at + " can't be reached", failure);
            case UNAUTHENTICATED ->
                made(
                        Reason.DEVICE_REVOKED,
                        at + " doesn't know this device any more: its number was registered on another one",
                        failure);
            case RESOURCE_EXHAUSTED -> exhausted(reason, details, at, failure);
            default ->
                made(
                        Reason.REFUSED,
                        at + " refused the call (" + (reason.isEmpty() ? status.getCode() : reason) + ")",
                        failure);
        };
    }

    private static RelayFailureException exhausted(
            String reason, Optional<com.google.rpc.Status> details, String at, Throwable failure) {
        if (reason.equals(ErrorReason.STORAGE_FULL.name())) {
            return made(Reason.RELAY_FULL, at + " has a full disk", failure);
        }
        if (reason.equals(ErrorReason.FRAME_TOO_LARGE.name())) {
            return made(Reason.REFUSED, at + " finds the message too large", failure);
        }
        Optional<Duration> retryAfter = details.flatMap(all -> detail(all, RetryInfo.class))
                .map(RetryInfo::getRetryDelay)
                .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        return new RelayFailureException(Reason.RATE_LIMITED, at + " was asked too often", retryAfter, failure);
    }

    private static RelayFailureException made(Reason reason, String message, Throwable cause) {
        return new RelayFailureException(reason, message, Optional.empty(), cause);
    }

    private static <T extends Message> Optional<T> detail(com.google.rpc.Status status, Class<T> type) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
