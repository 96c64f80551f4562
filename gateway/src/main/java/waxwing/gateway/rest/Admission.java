package waxwing.gateway.rest;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.Rejection;
import waxwing.gateway.apikey.ApiKeyEntry;

/// Lets requests in by their headers, large ones a few at a time. Every answer says how much of the key's
/// rate is left (`RateLimit`, `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10).
final class Admission {
    /// So many bodies of the large size are in memory at once.
    private static final int LARGE_AT_ONCE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Callers callers;
    private final Executor blocking;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /// @param blocking whose threads may block
    Admission(Callers callers, Executor blocking) {
        this.callers = callers;
        this.blocking = blocking;
    }

    /// @param done is called when the request is over
    record Admitted(ApiKeyEntry caller, Runnable done) {}

    Executor blocking() {
        return blocking;
    }

    /// Fails with a [Rejection] if the request is not let in.
    CompletableFuture<Admitted> admit(ServiceRequestContext context, Operation operation) {
        String authorization = context.request().headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return CompletableFuture.supplyAsync(
                () -> {
                    ApiKeyEntry caller = callers.admit(
                            authorization, operation, (burst, left, full) -> tell(context, burst, left, full));
                    return operation.size() == Operation.Size.BATCH ? large(caller) : new Admitted(caller, () -> {});
                },
                blocking);
    }

    private Admitted large(ApiKeyEntry caller) {
        try {
            if (large.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Admitted(caller, large::release);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Rejection(Fault.unavailable("there are " + LARGE_AT_ONCE + " batches being read at this moment"));
    }

    private static void tell(ServiceRequestContext context, int burst, long left, Duration full) {
        context.mutateAdditionalResponseHeaders(headers -> headers.set(
                        "ratelimit-policy", "\"key\";q=" + burst + ";w=" + Callers.BURST_SECONDS)
                .set(
                        "ratelimit",
                        "\"key\";r=" + left + ";t=" + full.plusMillis(999).toSeconds()));
    }
}
