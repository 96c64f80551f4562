package waxwing.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import waxwing.business.v1.EventsGrpc;
import waxwing.content.v1.ReceiptProof;
import waxwing.gateway.LoneApi;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.ProtoNames;

/// One contract: `openapi.yaml`, the protos of `waxwing.business.v1` and the program have the same operations,
/// with the same fields and choices.
class ContractParityTest {
    /// What serves the API itself, and has no counterpart in gRPC.
    private static final Set<String> HTTP_ONLY = Set.of("getOpenApi", "getLiveness", "getReadiness");

    /// Where `openapi.yaml` tells of fewer choices than the type has.
    private static final Set<String> NARROWER =
            Set.of("sendMessage answer.status", "createWebhookEndpoint answer.status");

    private static final Map<String, Map<?, ?>> DOCUMENTED = new TreeMap<>();
    private static final Map<String, Operation> OPERATIONS = new TreeMap<>();
    private static final Map<String, MethodDescriptor> CALLS = new TreeMap<>();

    @TempDir
    private static Path folder;

    private static Map<?, ?> document;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = ContractParityTest.class.getResourceAsStream("/openapi.yaml")) {
            document = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
        }
        ((Map<?, ?>) Objects.requireNonNull(document.get("paths")))
                .forEach((path, at) -> ((Map<?, ?>) at).forEach((method, operation) -> {
                    if (operation instanceof Map<?, ?> map
                            && map.get("operationId") instanceof String name
                            && !map.containsKey("x-sandbox-only")) {
                        Map<Object, Object> described = new LinkedHashMap<>(map);
                        described.put("at", method.toString().toUpperCase(java.util.Locale.ROOT) + " " + path);
                        DOCUMENTED.put(name, described);
                    }
                }));
        DOCUMENTED.keySet().removeAll(HTTP_ONLY);
        try (var lone = new LoneApi(folder)) {
            lone.operations.forEach(operation -> OPERATIONS.put(operation.name(), operation));
        }
        for (ServiceDescriptor service : GrpcApi.SERVICES) {
            service.getMethods().stream()
                    .filter(method -> !method.equals(EventsGrpc.getWatchMethod()))
                    .forEach(method -> CALLS.put(
                            GrpcApi.operationName(method),
                            ((ProtoMethodDescriptorSupplier) Objects.requireNonNull(method.getSchemaDescriptor()))
                                    .getMethodDescriptor()));
        }
    }

    @Test
    void thereAreTheSameOperations() {
        assertThat(OPERATIONS.keySet()).isEqualTo(DOCUMENTED.keySet()).isEqualTo(CALLS.keySet());
        OPERATIONS.forEach((name, operation) -> assertThat(operation.method() + " " + operation.path())
                .isEqualTo(documented(name).get("at")));
    }

    @Test
    void requestsHaveTheSameFields() {
        List<String> differences = new ArrayList<>();
        CALLS.forEach((name, call) -> {
            Map<String, Object> wanted = new LinkedHashMap<>();
            Stream.of(parameters(name)).flatMap(List::stream).forEach(parameter -> {
                if (!"header".equals(parameter.get("in"))) {
                    wanted.put((String) Objects.requireNonNull(parameter.get("name")), parameter.get("schema"));
                }
            });
            Object body = at(documented(name), "requestBody", "content", "application/json", "schema");
            if (body != null) {
                wanted.putAll(properties(resolved(body)));
            }
            compare(name + " request", wanted, call.getInputType(), Set.of("update_mask"), differences);
        });

        assertThat(differences).isEmpty();
    }

    @Test
    void answersHaveTheSameFields() {
        List<String> differences = new ArrayList<>();
        CALLS.forEach((name, call) -> {
            Map<?, ?> responses =
                    (Map<?, ?>) Objects.requireNonNull(documented(name).get("responses"));
            Object good = responses.entrySet().stream()
                    .filter(entry -> entry.getKey().toString().startsWith("2"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            Object schema = at(resolved(good), "content", "application/json", "schema");
            Map<String, Object> told = schema == null ? Map.of() : properties(resolved(schema));
            compare(name + " answer", told, call.getOutputType(), Set.of(), differences);
        });

        assertThat(differences).isEmpty();
    }

    private static void compare(
            String where, Map<String, Object> schema, Descriptor message, Set<String> protoOnly, List<String> found) {
        Map<String, FieldDescriptor> fields = message.getFields().stream()
                .filter(field -> !protoOnly.contains(field.getName()) && !isProof(field))
                .collect(Collectors.toMap(FieldDescriptor::getName, Function.identity()));
        if (!fields.keySet().equals(schema.keySet())) {
            found.add(where + ": openapi.yaml has " + schema.keySet() + ", " + message.getFullName() + " has "
                    + fields.keySet());
            return;
        }
        fields.forEach((name, field) -> compare(where + "." + name, schema.get(name), field, found));
    }

    /// The gateway makes it; no caller gives it.
    private static boolean isProof(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().equals(ReceiptProof.getDescriptor());
    }

    private static void compare(String where, @Nullable Object property, FieldDescriptor field, List<String> found) {
        Map<?, ?> schema = resolved(Objects.requireNonNull(property));
        if (field.isMapField()) {
            compare(
                    where,
                    schema.get("additionalProperties"),
                    field.getMessageType().findFieldByNumber(2),
                    found);
            return;
        }
        if (field.isRepeated()) {
            if (!"array".equals(schema.get("type"))) {
                found.add(where + " is an array only in the proto");
                return;
            }
            schema = resolved(Objects.requireNonNull(schema.get("items")));
        }
        switch (field.getJavaType()) {
            case ENUM -> {
                Set<String> choices = new LinkedHashSet<>();
                field.getEnumType().getValues().stream()
                        .skip(1)
                        .map(ProtoNames::of)
                        .forEach(choices::add);
                Set<Object> documented = new LinkedHashSet<>(
                        schema.get("enum") instanceof List<?> list
                                ? list
                                : List.of(String.valueOf(schema.get("const"))));
                if (NARROWER.contains(where) ? !choices.containsAll(documented) : !choices.equals(documented)) {
                    found.add(where + ": " + documented + " / " + choices);
                }
            }
            case MESSAGE -> {
                if (field.getMessageType().getFullName().startsWith("waxwing.")) {
                    compare(where, properties(schema), field.getMessageType(), Set.of(), found);
                }
            }
            default -> {
                if (!properties(schema).isEmpty()) {
                    found.add(where + " is an object only in openapi.yaml");
                }
            }
        }
    }

    /// Of an object, or of all the objects that it can be.
    private static Map<String, Object> properties(Map<?, ?> schema) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> all.put((String) name, property));
        }
        if (schema.get("oneOf") instanceof List<?> choices) {
            choices.forEach(choice -> all.putAll(properties(resolved(choice))));
        }
        return all;
    }

    private static List<Map<?, ?>> parameters(String name) {
        List<Map<?, ?>> all = new ArrayList<>();
        String path = ((String) Objects.requireNonNull(documented(name).get("at"))).split(" ")[1];
        for (Object holder : List.of(Objects.requireNonNull(at(document, "paths", path)), documented(name))) {
            if (((Map<?, ?>) holder).get("parameters") instanceof List<?> list) {
                list.forEach(parameter -> all.add(resolved(parameter)));
            }
        }
        return all;
    }

    private static Map<?, ?> documented(String name) {
        return Objects.requireNonNull(DOCUMENTED.get(name), name);
    }

    private static Map<?, ?> resolved(Object node) {
        Map<?, ?> map = (Map<?, ?>) node;
        if (map.get("$ref") instanceof String reference) {
            return resolved(
                    Objects.requireNonNull(at(document, reference.substring(2).split("/")), reference));
        }
        return map;
    }

    private static @Nullable Object at(Map<?, ?> from, String... steps) {
        @Nullable Object at = from;
        for (String step : steps) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }
}
