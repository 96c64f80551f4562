package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// One path of the API and what its methods do, each on a thread that may block.
final class Resource implements HttpService {
    private final Map<HttpMethod, Endpoint> methods;
    private final Executor blocking;

    Resource(Map<HttpMethod, Endpoint> methods, Executor blocking) {
        this.methods = new TreeMap<>(methods);
        this.blocking = blocking;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate().thenApplyAsync(whole -> answer(context, whole), blocking));
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request) {
        HttpMethod method = request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method();
        Endpoint endpoint = methods.get(method);
        if (endpoint == null) {
            return methodNotAllowed();
        }
        try {
            return endpoint.answer(context, request);
        } catch (RuntimeException e) {
            return Failures.answer(e);
        }
    }

    private HttpResponse methodNotAllowed() {
        String allowed = methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        Fault fault = Fault.of(ErrorCode.METHOD_NOT_ALLOWED, "this path has no such method")
                .hint(allowed.isEmpty() ? "The API is described at /openapi.yaml." : "It has " + allowed + ".");
        return Problems.answer(fault)
                .mapHeaders(headers ->
                        headers.toBuilder().set(HttpHeaderNames.ALLOW, allowed).build());
    }
}
