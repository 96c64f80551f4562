package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.client.relay.RelayFailureException;
import waxwing.gateway.telemetry.FaultTrace;
import waxwing.store.StorageFailure;

/// Turns whatever ends a request into a problem. A fault of the gateway's own is logged here, once and without
/// its message, which might quote a request; the caller is told that it may try again.
final class Failures implements ServerErrorHandler {
    /// The largest body that is read at all, but of a batch.
    static final int LARGEST_REQUEST = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    static HttpResponse answer(Throwable failure) {
        Throwable cause = Exceptions.peel(failure);
        return switch (cause) {
            case Rejection rejection -> Problems.answer(rejection);
            case ContentTooLargeException _ -> Problems.answer(tooLarge());
            case HttpStatusException status -> Problems.answer(fault(status.httpStatus()));
            case RequestTimeoutException _ -> Problems.answer(unavailable("the request took too long"));
            case RelayFailureException _ -> Problems.answer(unavailable("the relay did not answer"));
            case StorageFailure _ -> {
                LOG.error("the store failed: {}", FaultTrace.of(cause));
                yield Problems.answer(unavailable("the gateway's storage failed; nothing was accepted"));
            }
            default -> {
                LOG.error("a request failed: {}", FaultTrace.of(cause));
                yield Problems.answer(unavailable("the gateway failed; the request may be repeated"));
            }
        };
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        return answer(cause);
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return Problems.answer(fault(status)).aggregate().join();
    }

    private static Fault fault(HttpStatus status) {
        return switch (status.code()) {
            case 404 -> Fault.of(ErrorCode.NOT_FOUND, "there is no such path");
            case 405 -> Fault.of(ErrorCode.METHOD_NOT_ALLOWED, "this path has no such method");
            case 413 -> tooLarge();
            default ->
                status.isClientError()
                        ? Fault.of(ErrorCode.INVALID_PARAMETER, "the request is not well-formed HTTP")
                        : unavailable("the gateway can't answer now");
        };
    }

    private static Fault tooLarge() {
        return Fault.at("body", ErrorCode.MESSAGE_TOO_LARGE, "is larger than this path takes");
    }

    static Fault unavailable(String detail) {
        return Fault.of(ErrorCode.UNAVAILABLE, detail);
    }
}
