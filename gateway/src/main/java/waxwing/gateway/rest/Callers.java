package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import java.util.Locale;
import waxwing.gateway.apikey.ApiKeys;

/// Lets a request through that presents a live API key as `Authorization: Bearer KEY`.
final class Callers {
    private static final String SCHEME = "bearer ";

    private final ApiKeys keys;

    Callers(ApiKeys keys) {
        this.keys = keys;
    }

    Endpoint only(Endpoint endpoint) {
        return (context, request) -> {
            require(request);
            return endpoint.answer(context, request);
        };
    }

    private void require(AggregatedHttpRequest request) {
        String presented = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (presented.isEmpty()) {
            throw refused("there is no API key in the request");
        }
        if (!presented.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                || keys.recognise(presented.substring(SCHEME.length()).strip()).isEmpty()) {
            throw refused("this is not a live API key of this gateway");
        }
    }

    private static Rejection refused(String detail) {
        return new Rejection(Fault.at("Authorization", ErrorCode.UNAUTHENTICATED, detail));
    }
}
