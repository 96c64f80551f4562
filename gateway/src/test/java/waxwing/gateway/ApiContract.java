package waxwing.gateway;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `openapi.yaml` as a judge of answers: each has to have a status that is described for its path and method,
/// the content type that stands there, and a body that the schema lets through. A field that is not described
/// is an error here, though a business's program should not mind one.
public final class ApiContract {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DOCUMENT = strict(read());
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(),
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final Map<JsonNode, Schema> COMPILED = new ConcurrentHashMap<>();

    private ApiContract() {}

    private static JsonNode read() {
        try (InputStream file = ApiContract.class.getResourceAsStream("/openapi.yaml")) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return JSON.valueToTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode strict(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiContract::strict);
        return node;
    }

    /// @throws AssertionError if the answer is not one that is described
    static void check(HttpResponse<String> answer) {
        String method = answer.request().method();
        String path = answer.request().uri().getPath();
        Optional<JsonNode> response = response(method, path, answer.statusCode());
        if (response.isEmpty()) {
            throw new AssertionError(
                    "not described: " + answer.statusCode() + " for " + method + " " + path + ": " + answer.body());
        }
        String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
        JsonNode content = resolved(response.get()).path("content");
        if (content.isEmpty() ? !answer.body().isEmpty() : !content.has(type)) {
            throw new AssertionError("not described: '" + type + "' for " + method + " " + path);
        }
        if (type.endsWith("json")) {
            JsonNode body = JSON.readTree(answer.body());
            var errors = schema(content.path(type).path("schema")).validate(body);
            if (!errors.isEmpty()) {
                throw new AssertionError(
                        method + " " + path + " " + answer.statusCode() + ": " + errors + " in " + answer.body());
            }
        }
    }

    private static Optional<JsonNode> response(String method, String path, int status) {
        Optional<JsonNode> item = DOCUMENT.path("paths").properties().stream()
                .filter(entry -> template(entry.getKey()).matcher(path).matches())
                .findFirst()
                .map(Map.Entry::getValue);
        if (item.isEmpty()) {
            return problem(status == 404);
        }
        JsonNode operation = item.get().path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return problem(status == 405);
        }
        return Optional.of(operation.path("responses").path(String.valueOf(status)))
                .filter(node -> !node.isMissingNode());
    }

    /// The answer to what the document does not have.
    private static Optional<JsonNode> problem(boolean fits) {
        return fits ? Optional.of(DOCUMENT.path("components").path("responses").path("Problem")) : Optional.empty();
    }

    private static Pattern template(String path) {
        return Pattern.compile(path.replaceAll("\\{[a-z]+}", "[^/:]+"));
    }

    private static JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isString() ? DOCUMENT.at(reference.stringValue().substring(1)) : node;
    }

    /// The schema in a document of its own, beside the components that it may refer to.
    private static Schema schema(JsonNode schema) {
        return COMPILED.computeIfAbsent(schema, node -> {
            ObjectNode whole = JSON.createObjectNode();
            whole.set("components", DOCUMENT.path("components"));
            whole.putArray("allOf").add(node);
            return SCHEMAS.getSchema(whole);
        });
    }

    /// The values that a schema lists.
    public static List<String> choices(String schema) {
        return DOCUMENT.path("components")
                .path("schemas")
                .path(schema)
                .path("enum")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /// What is wrong with a request body that a path takes.
    static List<?> faultsOf(String path, String body) {
        JsonNode schema = DOCUMENT.path("paths")
                .path(path)
                .path("post")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema(schema).validate(JSON.readTree(body));
    }
}
