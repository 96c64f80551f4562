package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.api.Call;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Json;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.Query;
import waxwing.gateway.apikey.ApiKeyEntry;

/// One path of the API and the operations there. Who asks is looked at before the body is read, and each
/// operation runs on a thread that may block.
final class Resource implements HttpService {
    private final Map<HttpMethod, Operation> operations;
    private final Admission admission;

    /// @param operations one for each method
    Resource(Collection<Operation> operations, Admission admission) {
        this.operations = operations.stream()
                .collect(Collectors.toMap(
                        operation -> HttpMethod.valueOf(operation.method().name()),
                        Function.identity(),
                        (one, other) -> {
                            throw new IllegalArgumentException(one + " and " + other + " have one method and path");
                        },
                        TreeMap::new));
        this.admission = admission;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        Operation operation = operations.get(request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method());
        if (operation == null) {
            return methodNotAllowed();
        }
        return HttpResponse.of(admission
                .admit(context, operation)
                .thenCompose(admitted -> answered(context, request, operation, admitted.caller())
                        .whenComplete((_, _) -> admitted.done().run()))
                .exceptionally(HttpFailures::answer));
    }

    private CompletableFuture<HttpResponse> answered(
            ServiceRequestContext context, HttpRequest request, Operation operation, ApiKeyEntry caller) {
        return request.aggregate()
                .thenApplyAsync(
                        whole -> Answers.of(operation.handler().answer(call(context, whole, operation, caller))),
                        admission.blocking());
    }

    private static Call call(
            ServiceRequestContext context, AggregatedHttpRequest request, Operation operation, ApiKeyEntry caller) {
        QueryParams params = context.queryParams();
        Query query = Query.of(
                operation, params.names().stream().collect(Collectors.toMap(Function.identity(), params::getAll)));
        String id = context.pathParams().values().stream().findFirst().orElse("");
        Optional<ObjectNode> body = request.content().isEmpty() || request.method() == HttpMethod.GET
                ? Optional.empty()
                : Optional.of(Json.parse(request.content().array()));
        return new Call(caller, id, query, body, request.headers().get("idempotency-key", ""));
    }

    private HttpResponse methodNotAllowed() {
        String allowed = operations.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        return Answers.problem(Fault.of(ErrorCode.METHOD_NOT_ALLOWED, "this path has no such method")
                        .hint("It has " + allowed + "."))
                .mapHeaders(headers ->
                        headers.toBuilder().set(HttpHeaderNames.ALLOW, allowed).build());
    }
}
