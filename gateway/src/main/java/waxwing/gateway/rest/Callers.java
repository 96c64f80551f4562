package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import waxwing.gateway.apikey.ApiKeyEntry;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.KeyRates;
import waxwing.gateway.apikey.KeyRates.Verdict;
import waxwing.gateway.apikey.Scope;

/// Lets a request through that presents a live API key as `Authorization: Bearer KEY`, at the key's rate,
/// if the key has the scope for it. Every answer says how much of the rate is left (`RateLimit`,
/// `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10).
final class Callers {
    private static final String SCHEME = "bearer ";
    private static final AttributeKey<ApiKeyEntry> CALLER = AttributeKey.valueOf(Callers.class, "CALLER");

    private final ApiKeys keys;
    private final KeyRates rates;

    Callers(ApiKeys keys, KeyRates rates) {
        this.keys = keys;
        this.rates = rates;
    }

    /// With any live key.
    Endpoint any(Endpoint endpoint) {
        return (context, request) -> {
            admit(context, request);
            return endpoint.answer(context, request);
        };
    }

    Endpoint only(Scope scope, Endpoint endpoint) {
        return (context, request) -> {
            ApiKeyEntry caller = admit(context, request);
            if (!caller.terms().scopes().contains(scope)) {
                throw new Rejection(Fault.at(
                                "Authorization",
                                ErrorCode.PERMISSION_DENIED,
                                "the key " + caller.id() + " has no scope " + scope.wireName())
                        .hint("Use a key with the scope " + scope.wireName()
                                + "; 'waxwing gateway key create --scope' makes one."));
            }
            return endpoint.answer(context, request);
        };
    }

    /// Whose request it is, behind [#only] and [#any].
    static ApiKeyEntry caller(ServiceRequestContext context) {
        return Optional.ofNullable(context.attr(CALLER))
                .orElseThrow(() -> new IllegalStateException("nobody was let in"));
    }

    private ApiKeyEntry admit(ServiceRequestContext context, AggregatedHttpRequest request) {
        ApiKeyEntry caller = recognised(request);
        context.setAttr(CALLER, caller);
        int burst = KeyRates.burst(caller.terms());
        switch (rates.take(caller)) {
            case Verdict.Admitted(long left, Duration full) -> tell(context, burst, left, full);
            case Verdict.Refused(Duration retryAfter) -> {
                tell(context, burst, 0, retryAfter);
                throw new Rejection(
                        Fault.at(
                                "Authorization",
                                ErrorCode.RATE_LIMITED,
                                "the key " + caller.id() + " has "
                                        + caller.terms().requestsPerSecond() + " requests a second"),
                        retryAfter);
            }
        }
        return caller;
    }

    private static void tell(ServiceRequestContext context, int burst, long left, Duration full) {
        context.mutateAdditionalResponseHeaders(headers -> headers.set(
                        "ratelimit-policy", "\"key\";q=" + burst + ";w=" + KeyRates.BURST_SECONDS)
                .set(
                        "ratelimit",
                        "\"key\";r=" + left + ";t=" + full.plusMillis(999).toSeconds()));
    }

    private ApiKeyEntry recognised(AggregatedHttpRequest request) {
        String presented = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (presented.isEmpty()) {
            throw refused("there is no API key in the request");
        }
        if (!presented.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw refused("this is not an API key of this gateway");
        }
        return keys.recognise(presented.substring(SCHEME.length()).strip())
                .orElseThrow(() -> refused("this is not a live API key of this gateway"));
    }

    private static Rejection refused(String detail) {
        return new Rejection(Fault.at("Authorization", ErrorCode.UNAUTHENTICATED, detail));
    }
}
