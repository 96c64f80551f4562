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
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Failures;
import waxwing.gateway.api.Fault;

/// Turns whatever ends a request into a problem.
final class HttpFailures implements ServerErrorHandler {
    static HttpResponse answer(Throwable failure) {
        Throwable cause = Exceptions.peel(failure);
        return switch (cause) {
            case ContentTooLargeException _ -> Answers.problem(tooLarge());
            case HttpStatusException status -> Answers.problem(fault(status.httpStatus()));
            case RequestTimeoutException _ -> Answers.problem(Fault.unavailable("the request took too long"));
            default -> Answers.problem(Failures.rejection(cause));
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
        return Answers.problem(fault(status)).aggregate().join();
    }

    private static Fault fault(HttpStatus status) {
        return switch (status.code()) {
            case 404 -> Fault.of(ErrorCode.NOT_FOUND, "there is no such path");
            case 405 -> Fault.of(ErrorCode.METHOD_NOT_ALLOWED, "this path has no such method");
            case 413 -> tooLarge();
            default ->
                status.isClientError()
                        ? Fault.of(ErrorCode.INVALID_PARAMETER, "the request is not well-formed HTTP")
                        : Fault.unavailable("the gateway can't answer now");
        };
    }

    private static Fault tooLarge() {
        return Fault.at("body", ErrorCode.MESSAGE_TOO_LARGE, "is larger than this path takes");
    }
}
