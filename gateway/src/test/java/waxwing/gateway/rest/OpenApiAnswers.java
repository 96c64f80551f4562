package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.gateway.Api;

/// Holds answers against `openapi.yaml`: the status is one that the operation has, and the body is of its
/// schema, without a field that the schema does not know.
final class OpenApiAnswers {
    private static final JsonNode DOCUMENT = read();

    private OpenApiAnswers() {}

    private static JsonNode read() {
        try (InputStream file = OpenApiAnswers.class.getResourceAsStream("/openapi.yaml")) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return new JsonMapper().valueToTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param operation for example `get /v1/events`, as the document writes the path
    static Api.Answer checked(String operation, Api.Answer answer) {
        String[] words = operation.split(" ", 2);
        JsonNode described = DOCUMENT.path("paths").path(words[1]).path(words[0]);
        assertThat(described.isMissingNode()).as(operation + " is described").isFalse();
        JsonNode response = resolved(described.path("responses").path(String.valueOf(answer.status())));
        assertThat(response.isMissingNode())
                .as(operation + " can answer " + answer.status() + ": " + answer.body())
                .isFalse();
        if (response.has("content")) {
            Map.Entry<String, JsonNode> content =
                    response.path("content").properties().iterator().next();
            assertThat(answer.header("content-type")).startsWith(content.getKey());
            List<String> faults = new ArrayList<>();
            compare("body", content.getValue().path("schema"), answer.json(), faults);
            assertThat(faults).as(operation + ": " + answer.body()).isEmpty();
        } else {
            assertThat(answer.body()).isEmpty();
        }
        return answer;
    }

    /// The choices of a schema.
    static List<String> choices(String schema) {
        List<String> choices = new ArrayList<>();
        DOCUMENT.path("components")
                .path("schemas")
                .path(schema)
                .path("enum")
                .forEach(one -> choices.add(one.asString()));
        return choices;
    }

    private static void compare(String at, JsonNode reference, JsonNode value, List<String> faults) {
        JsonNode schema = resolved(reference);
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            faults.add(at + ": " + value + " is none of " + schema.path("enum"));
        }
        if (schema.has("const") && !schema.path("const").equals(value)) {
            faults.add(at + ": " + value + " is not " + schema.path("const"));
        }
        if (schema.has("pattern")
                && !value.asString("").matches(schema.path("pattern").asString())) {
            faults.add(at + ": " + value + " is not of " + schema.path("pattern"));
        }
        if (schema.has("type") && !isOfType(schema.path("type"), value)) {
            faults.add(at + ": " + value + " is not " + schema.path("type"));
        }
        if (value.isArray()) {
            value.forEach(element -> compare(at + "[]", schema.path("items"), element, faults));
        }
        if (value.isObject()) {
            compareObject(at, schema, value, faults);
        }
    }

    private static void compareObject(String at, JsonNode schema, JsonNode value, List<String> faults) {
        Set<String> known = new HashSet<>();
        for (JsonNode part : parts(schema)) {
            part.path("required").forEach(name -> {
                if (!value.has(name.asString())) {
                    faults.add(at + "." + name.asString() + " is missing");
                }
            });
            part.path("properties").properties().forEach(property -> {
                known.add(property.getKey());
                Optional.ofNullable(value.get(property.getKey()))
                        .ifPresent(
                                member -> compare(at + "." + property.getKey(), property.getValue(), member, faults));
            });
        }
        value.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> faults.add(at + "." + name + " is not described"));
    }

    private static List<JsonNode> parts(JsonNode schema) {
        List<JsonNode> parts = new ArrayList<>(List.of(schema));
        schema.path("allOf").forEach(part -> parts.add(resolved(part)));
        return parts;
    }

    private static boolean contains(JsonNode choices, JsonNode value) {
        for (JsonNode choice : choices) {
            if (choice.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOfType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asString()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static JsonNode resolved(JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        JsonNode at = DOCUMENT;
        for (String step : node.path("$ref").asString().substring(2).split("/")) {
            at = at.path(step);
        }
        return at;
    }
}
