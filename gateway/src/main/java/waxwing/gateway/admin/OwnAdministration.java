package waxwing.gateway.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.apikey.ApiKeyId;
import waxwing.gateway.apikey.ApiKeyJson;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.Scope;
import waxwing.model.MalformedValueException;

/// Answers from the gateway's own store.
public final class OwnAdministration implements Administration {
    private final ApiKeys keys;
    private final InstantSource clock;
    private final Consumer<ObjectNode> status;

    /// @param status writes the gateway's state into an object
    public OwnAdministration(ApiKeys keys, InstantSource clock, Consumer<ObjectNode> status) {
        this.keys = keys;
        this.clock = clock;
        this.status = status;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        switch (String.join(" ", words.subList(0, Math.min(2, words.size())))) {
            case "status" -> status.accept(answer);
            case "key create" -> create(answer, words.subList(2, words.size()));
            case "key list" -> list(answer);
            case "key rotate" -> rotate(answer, words.get(2), words.getLast());
            case "key revoke" -> revoke(answer, words.getLast());
            default -> error(answer, "invalid_parameter", "the running gateway does not know this command");
        }
        return answer;
    }

    /// @param words the label, the scopes, the life in seconds or nothing, the requests per second or nothing
    private void create(ObjectNode answer, List<String> words) {
        try {
            Set<Scope> scopes =
                    Arrays.stream(words.get(1).split(" ")).map(Scope::parse).collect(Collectors.toSet());
            Optional<Instant> expires = number(words.get(2))
                    .map(life -> clock.instant().plusSeconds(life).truncatedTo(ChronoUnit.MILLIS));
            int rate = number(words.get(3)).map(Math::toIntExact).orElse(ApiKeyTerms.USUAL_RATE);
            show(answer, keys.create(new ApiKeyTerms(words.getFirst(), scopes, expires, rate)));
        } catch (MalformedValueException malformed) {
            error(answer, "invalid_parameter", String.valueOf(malformed.getMessage()));
        }
    }

    private void rotate(ObjectNode answer, String id, String overlapSeconds) {
        try {
            keys.rotate(new ApiKeyId(id), Duration.ofSeconds(Long.parseLong(overlapSeconds)))
                    .ifPresentOrElse(
                            created -> show(answer, created),
                            () -> error(answer, "not_found", id + " is not the id of a live API key"));
        } catch (MalformedValueException malformed) {
            error(answer, "invalid_parameter", String.valueOf(malformed.getMessage()));
        }
    }

    private static Optional<Long> number(String word) {
        return word.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(word));
    }

    private static void show(ObjectNode answer, ApiKeys.Created created) {
        answer.put("api_key", created.key().reveal());
        ApiKeyJson.describe(answer, created.entry());
    }

    private void list(ObjectNode answer) {
        var list = answer.putArray("api_keys");
        keys.list().forEach(entry -> ApiKeyJson.describe(list.addObject(), entry));
    }

    private void revoke(ObjectNode answer, String text) {
        try {
            var id = new ApiKeyId(text);
            if (keys.revoke(id)) {
                answer.put("id", id.value());
                answer.put("revoked", true);
            } else {
                error(answer, "not_found", text + " is not the id of a live API key");
            }
        } catch (MalformedValueException malformed) {
            error(answer, "invalid_parameter", String.valueOf(malformed.getMessage()));
        }
    }

    static void error(ObjectNode answer, String code, String message) {
        answer.putObject("error").put("code", code).put("message", message);
    }

    /// @param hint the next step, best of all a command
    static void error(ObjectNode answer, String code, String message, String hint) {
        error(answer, code, message);
        answer.withObject("error").put("hint", hint);
    }

    /// The hint that goes with the error in an answer, if there is one.
    public static Optional<String> hintIn(ObjectNode answer) {
        return Optional.ofNullable(answer.path("error").get("hint")).map(JsonNode::asString);
    }

    /// The error in an answer, if it is one.
    public static Optional<String> errorIn(ObjectNode answer) {
        return Optional.ofNullable(answer.get("error"))
                .map(error -> error.path("message").asString());
    }
}
