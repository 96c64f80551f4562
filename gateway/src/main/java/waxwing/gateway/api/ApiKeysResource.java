package waxwing.gateway.api;

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
    Answer list(Call call) {
        ObjectNode json = Json.object();
        var array = json.putArray("api_keys");
        keys.list().forEach(entry -> ApiKeyJson.describe(array.addObject(), entry));
        return Answer.ok(json);
    }

    /// `POST /v1/apiKeys`: a key, shown this once.
    Answer create(Call call) {
        ApiKeyTerms terms = terms(call.body());
        requireNoMore(call, terms, "scopes");
        ApiKeys.Created created = keys.create(terms);
        return Answer.created("/v1/apiKeys/" + created.entry().id(), json(created));
    }

    /// `POST /v1/apiKeys/{id}:rotate`: another key for the same entry, shown this once.
    Answer rotate(Call call) {
        ApiKeyEntry entry = existing(call);
        requireNoMore(call, entry.terms(), "id");
        Duration overlap = Values.overlap(call, ApiKeys.USUAL_OVERLAP, ApiKeys.LONGEST_OVERLAP);
        return keys.rotate(entry.id(), overlap)
                .map(created -> Answer.ok(json(created)))
                .orElseThrow(() -> MessagesResource.unknown("is not the id of a live API key"));
    }

    /// `DELETE /v1/apiKeys/{id}`: refused from the next request on.
    Answer revoke(Call call) {
        ApiKeyEntry entry = existing(call);
        requireNoMore(call, entry.terms(), "id");
        boolean _ = keys.revoke(entry.id());
        ObjectNode json = Json.object();
        ApiKeyJson.describe(json, keys.find(entry.id()).orElse(entry));
        return Answer.ok(json);
    }

    private static void requireNoMore(Call call, ApiKeyTerms terms, String param) {
        ApiKeyEntry caller = call.caller();
        if (!caller.terms().cover(terms)) {
            throw new Rejection(Fault.at(
                            param,
                            ErrorCode.PERMISSION_DENIED,
                            "has more scopes, a later end or a higher rate than the key " + caller.id())
                    .hint("Use a key that has all that itself, or 'waxwing gateway key'."));
        }
    }

    private ApiKeyEntry existing(Call call) {
        try {
            return keys.find(new ApiKeyId(call.id()))
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
        Optional<Duration> life = Values.duration(fields, "expires_in", Duration.ZERO, LONGEST_LIFE);
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

    private static ObjectNode json(ApiKeys.Created created) {
        ObjectNode json = Json.object();
        json.put("api_key", created.key().reveal());
        ApiKeyJson.describe(json, created.entry());
        return json;
    }
}
