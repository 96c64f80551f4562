package waxwing.gateway.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.apikey.ApiKeyEntry;
import waxwing.gateway.apikey.ApiKeyId;
import waxwing.gateway.apikey.ApiKeyJson;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.Scope;
import waxwing.model.MalformedValueException;

/// `/v1/apiKeys` and `/v1/apiKeys/{id}`. Nobody gets a key by which they could do more than with their own.
final class ApiKeysResource {
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_650);

    private final ApiKeys keys;
    private final InstantSource clock;

    ApiKeysResource(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /// `GET /v1/apiKeys`: all of them, oldest first, without the keys themselves.
    HttpResponse list(ServiceRequestContext context, AggregatedHttpRequest request) {
        ObjectNode json = Json.object();
        var array = json.putArray("api_keys");
        keys.list().forEach(entry -> ApiKeyJson.describe(array.addObject(), entry));
        return MessagesResource.json(HttpStatus.OK, json);
    }

    /// `POST /v1/apiKeys`: a key, shown this once.
    HttpResponse create(ServiceRequestContext context, AggregatedHttpRequest request) {
        ApiKeyTerms terms = terms(Json.parse(request.content().array()));
        requireNoMore(context, terms, "scopes");
        return MessagesResource.json(HttpStatus.CREATED, json(keys.create(terms)));
    }

    /// `POST /v1/apiKeys/{id}:rotate`: another key for the same entry, shown this once.
    HttpResponse rotate(ServiceRequestContext context, AggregatedHttpRequest request) {
        ApiKeyEntry entry = existing(context);
        requireNoMore(context, entry.terms(), "id");
        Duration overlap = request.content().isEmpty()
                ? ApiKeys.USUAL_OVERLAP
                : overlap(Json.parse(request.content().array()));
        return keys.rotate(entry.id(), overlap)
                .map(created -> MessagesResource.json(HttpStatus.OK, json(created)))
                .orElseThrow(() -> MessagesResource.unknown("is not the id of a live API key"));
    }

    /// `DELETE /v1/apiKeys/{id}`: refused from the next request on.
    HttpResponse revoke(ServiceRequestContext context, AggregatedHttpRequest request) {
        ApiKeyEntry entry = existing(context);
        requireNoMore(context, entry.terms(), "id");
        boolean _ = keys.revoke(entry.id());
        ObjectNode json = Json.object();
        ApiKeyJson.describe(json, keys.find(entry.id()).orElse(entry));
        return MessagesResource.json(HttpStatus.OK, json);
    }

    private static void requireNoMore(ServiceRequestContext context, ApiKeyTerms terms, String param) {
        ApiKeyEntry caller = Callers.caller(context);
        if (!caller.terms().cover(terms)) {
            throw new Rejection(Fault.at(
                            param,
                            ErrorCode.PERMISSION_DENIED,
                            "has more scopes, a later end or a higher rate than the key " + caller.id())
                    .hint("Use a key that has all that itself, or 'waxwing gateway key'."));
        }
    }

    private ApiKeyEntry existing(ServiceRequestContext context) {
        try {
            return keys.find(new ApiKeyId(Resource.id(context)))
                    .orElseThrow(() -> MessagesResource.unknown("is not the id of an API key"));
        } catch (MalformedValueException _) {
            throw MessagesResource.unknown("is not the id of an API key");
        }
    }

    private ApiKeyTerms terms(ObjectNode body) {
        var faults = new Faults();
        var fields = new JsonFields("", body, faults);
        String label = fields.text("label").orElse("");
        Set<Scope> scopes = scopes(fields);
        Optional<Duration> life = duration(fields, "expires_in", LONGEST_LIFE);
        int rate = fields.any("requests_per_second")
                .map(value -> value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0)
                .orElse(ApiKeyTerms.USUAL_RATE);
        fields.refuseOthers();
        faults.throwIfAny();
        try {
            return new ApiKeyTerms(label, scopes, life.map(clock.instant()::plus), rate);
        } catch (MalformedValueException malformed) {
            throw new Rejection(Fault.at("body", ErrorCode.INVALID_PARAMETER, String.valueOf(malformed.getMessage())));
        }
    }

    private static Set<Scope> scopes(JsonFields fields) {
        Optional<JsonNode> value = fields.any("scopes");
        if (value.isEmpty()) {
            fields.missing("scopes");
            return Set.of();
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (!value.get().isArray() || value.get().isEmpty()) {
            fields.invalid("scopes", "is not an array of scopes");
        }
        for (JsonNode name : value.get()) {
            try {
                scopes.add(Scope.parse(name.asString("")));
            } catch (MalformedValueException malformed) {
                fields.invalid("scopes", "has one that is " + malformed.getMessage());
            }
        }
        return scopes;
    }

    private static Duration overlap(ObjectNode body) {
        var faults = new Faults();
        var fields = new JsonFields("", body, faults);
        Optional<Duration> overlap = duration(fields, "overlap", ApiKeys.LONGEST_OVERLAP);
        fields.refuseOthers();
        faults.throwIfAny();
        return overlap.orElse(ApiKeys.USUAL_OVERLAP);
    }

    private static Optional<Duration> duration(JsonFields fields, String name, Duration longest) {
        Optional<JsonNode> value = fields.any(name);
        Optional<Duration> duration = value.flatMap(SendRequest::duration)
                .filter(length -> !length.isNegative() && length.compareTo(longest) <= 0);
        if (value.isPresent() && duration.isEmpty()) {
            fields.invalid(
                    name,
                    "is not a duration of at most " + longest.toDays()
                            + " days (expected: for example 3600 or \"1h\")");
        }
        return duration;
    }

    private static ObjectNode json(ApiKeys.Created created) {
        ObjectNode json = Json.object();
        json.put("api_key", created.key().reveal());
        ApiKeyJson.describe(json, created.entry());
        return json;
    }
}
