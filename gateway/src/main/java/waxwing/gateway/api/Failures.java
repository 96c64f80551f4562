package waxwing.gateway.api;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.relay.RelayFailureException;
import waxwing.gateway.event.CursorExpiredException;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// Turns whatever ends an operation into a rejection. A fault of the gateway's own is logged here, once and
/// without its message, which might quote a request; the caller is told that it may try again.
public final class Failures {
    private static final Duration FULL_FOR = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /// The code with which [#rejection] ends an operation; nothing is logged.
    public static ErrorCode code(Throwable failure) {
        return switch (failure) {
            case Rejection rejection -> rejection.faults().getFirst().code();
            case CursorExpiredException _ -> ErrorCode.CURSOR_EXPIRED;
            case StorageFull _ -> ErrorCode.STORAGE_FULL;
            default -> ErrorCode.UNAVAILABLE;
        };
    }

    public static Rejection rejection(Throwable failure) {
        return switch (failure) {
            case Rejection rejection -> rejection;
            case CursorExpiredException expired ->
                new Rejection(Fault.at("after", ErrorCode.CURSOR_EXPIRED, String.valueOf(expired.getMessage())));
            case RelayFailureException _ -> unavailable("the relay did not answer");
            case StorageFull _ -> {
                LOG.error("the disk is full: {}", FaultTrace.of(failure));
                yield new Rejection(
                        Fault.of(ErrorCode.STORAGE_FULL, "the gateway's disk is full; nothing was stored"), FULL_FOR);
            }
            case StorageFailure _ -> {
                LOG.error("the store failed: {}", FaultTrace.of(failure));
                yield unavailable("the gateway's storage failed; nothing was accepted");
            }
            default -> {
                LOG.error("a request failed: {}", FaultTrace.of(failure));
                yield unavailable("the gateway failed; the request may be repeated");
            }
        };
    }

    private static Rejection unavailable(String detail) {
        return new Rejection(Fault.unavailable(detail));
    }
}
