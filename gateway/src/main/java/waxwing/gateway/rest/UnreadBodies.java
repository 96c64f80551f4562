package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/// Throws away what still comes of a body after its request was answered, so that nobody fills the memory with
/// requests that are refused by their headers. Where the body was read, it changes nothing.
final class UnreadBodies implements DecoratingHttpServiceFunction {
    @Override
    public HttpResponse serve(HttpService service, ServiceRequestContext context, HttpRequest request)
            throws Exception {
        HttpResponse response = service.serve(context, request);
        var _ = response.whenComplete().whenComplete((_, _) -> {
            var _ = request.subscribe();
        });
        return response;
    }
}
