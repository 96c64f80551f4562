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

/// One path of the API and what its methods do, each on a thread that may block. Where the path ends with
/// `{id}`, `POST PATH:verb` does what the verb names.
final class Resource implements HttpService {
    private static final String ID = "id";

    private final Map<HttpMethod, Endpoint> methods;
    private final Map<String, Endpoint> verbs;
    private final Executor blocking;

    Resource(Map<HttpMethod, Endpoint> methods, Map<String, Endpoint> verbs, Executor blocking) {
        this.methods = new TreeMap<>(methods);
        this.verbs = Map.copyOf(verbs);
        this.blocking = blocking;
    }

    /// What stands for `{id}` in the path, without a verb.
    static String id(ServiceRequestContext context) {
        String text = String.valueOf(context.pathParam(ID));
        int colon = text.lastIndexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate().thenApplyAsync(whole -> answer(context, whole), blocking));
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request) {
        HttpMethod method = request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method();
        try {
            Map<HttpMethod, Endpoint> here = methodsAt(context);
            Endpoint endpoint = here.get(method);
            return endpoint == null ? methodNotAllowed(here) : endpoint.answer(context, request);
        } catch (RuntimeException e) {
            return Failures.answer(e);
        }
    }

    private Map<HttpMethod, Endpoint> methodsAt(ServiceRequestContext context) {
        String last = String.valueOf(context.pathParam(ID));
        int colon = last.lastIndexOf(':');
        if (colon < 0) {
            return methods;
        }
        Endpoint verb = verbs.get(last.substring(colon + 1));
        if (verb == null) {
            throw new Rejection(Fault.of(ErrorCode.NOT_FOUND, "there is no such path"));
        }
        return Map.of(HttpMethod.POST, verb);
    }

    private static HttpResponse methodNotAllowed(Map<HttpMethod, Endpoint> here) {
        String allowed = here.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        Fault fault = Fault.of(ErrorCode.METHOD_NOT_ALLOWED, "this path has no such method")
                .hint(allowed.isEmpty() ? "The API is described at /openapi.yaml." : "It has " + allowed + ".");
        return Problems.answer(fault)
                .mapHeaders(headers ->
                        headers.toBuilder().set(HttpHeaderNames.ALLOW, allowed).build());
    }
}
