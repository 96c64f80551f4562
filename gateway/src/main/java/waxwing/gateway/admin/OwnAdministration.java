package waxwing.gateway.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.apikey.ApiKeyEntry;
import waxwing.gateway.apikey.ApiKeyId;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.model.MalformedValueException;

/// Answers from the gateway's own store.
public final class OwnAdministration implements Administration {
    private final ApiKeys keys;
    private final Consumer<ObjectNode> status;

    /// @param status writes the gateway's state into an object
    public OwnAdministration(ApiKeys keys, Consumer<ObjectNode> status) {
        this.keys = keys;
        this.status = status;
    }

    @Override
    public ObjectNode ask(List<String> words) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("v", 1);
        switch (String.join(" ", words.subList(0, Math.min(2, words.size())))) {
            case "status" -> status.accept(answer);
            case "key create" -> create(answer, words.getLast());
            case "key list" -> list(answer);
            case "key revoke" -> revoke(answer, words.getLast());
            default -> error(answer, "invalid_parameter", "the running gateway does not know this command");
        }
        return answer;
    }

    private void create(ObjectNode answer, String label) {
        ApiKeys.Created created = keys.create(label);
        answer.put("api_key", created.key().reveal());
        describe(answer, created.entry());
    }

    private void list(ObjectNode answer) {
        var list = answer.putArray("api_keys");
        keys.list().forEach(entry -> describe(list.addObject(), entry));
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

    private static void describe(ObjectNode node, ApiKeyEntry entry) {
        node.put("id", entry.id().value());
        node.put("label", entry.label());
        node.put("created_at", entry.created().toString());
        node.put("last_used_at", entry.lastUsed().map(Instant::toString).orElse(null));
        node.put("revoked_at", entry.revoked().map(Instant::toString).orElse(null));
    }

    static void error(ObjectNode answer, String code, String message) {
        answer.putObject("error").put("code", code).put("message", message);
    }

    /// The error in an answer, if it is one.
    public static Optional<String> errorIn(ObjectNode answer) {
        return Optional.ofNullable(answer.get("error"))
                .map(error -> error.path("message").asString());
    }
}
