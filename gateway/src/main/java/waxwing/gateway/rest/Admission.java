package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operation;

/// Lets requests in by their headers. Every answer says how much of the key's rate is left (`RateLimit`,
/// `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10).
final class Admission {
    private final Callers callers;
    private final Executor blocking;

    /// @param blocking whose threads may block
    Admission(Callers callers, Executor blocking) {
        this.callers = callers;
        this.blocking = blocking;
    }

    Executor blocking() {
        return blocking;
    }

    /// Fails with a [Rejection] if the request is not let in.
    CompletableFuture<Callers.Admitted> admit(ServiceRequestContext context, Operation operation) {
        String authorization = context.request().headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return CompletableFuture.supplyAsync(
                () -> callers.admit(authorization, operation, (burst, left, full) -> tell(context, burst, left, full)),
                blocking);
    }

    private static void tell(ServiceRequestContext context, int burst, long left, Duration full) {
        context.mutateAdditionalResponseHeaders(headers -> headers.set("ratelimit-policy", Callers.ratePolicy(burst))
                .set("ratelimit", Callers.rateLeft(left, full)));
    }
}
