package waxwing.gateway.api;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of one object in a request. Every field that the API knows is asked for by name; [#refuseOthers]
/// then reports those that nobody asked for. `null` stands for an absent field.
final class JsonFields {
    private final String path;
    private final ObjectNode node;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    /// @param path of the object; empty for the body itself
    JsonFields(String path, ObjectNode node, Faults faults) {
        this.path = path;
        this.node = node;
        this.faults = faults;
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Optional<JsonNode> any(String name) {
        known.add(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    Optional<String> text(String name) {
        Optional<JsonNode> value = any(name);
        if (value.isPresent() && !value.get().isString()) {
            invalid(name, "is not a string");
            return Optional.empty();
        }
        return value.map(JsonNode::stringValue);
    }

    Optional<String> requiredText(String name) {
        if (isAbsent(name)) {
            missing(name);
        }
        return text(name);
    }

    Optional<JsonFields> requiredObject(String name) {
        if (isAbsent(name)) {
            missing(name);
        }
        Optional<JsonNode> value = any(name);
        if (value.isPresent() && !value.get().isObject()) {
            invalid(name, "is not an object");
            return Optional.empty();
        }
        return value.map(object -> new JsonFields(path(name), object.asObject(), faults));
    }

    private boolean isAbsent(String name) {
        return any(name).isEmpty();
    }

    void missing(String name) {
        faults.add(Fault.at(path(name), ErrorCode.MISSING_PARAMETER, "is required"));
    }

    void invalid(String name, String detail) {
        faults.add(Fault.at(path(name), ErrorCode.INVALID_PARAMETER, detail));
    }

    void refuseOthers() {
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                faults.add(unknown(path(name), known));
            }
        }
    }

    static Fault unknown(String path, Set<String> known) {
        return Fault.at(path, ErrorCode.UNKNOWN_PARAMETER, "is not a parameter of this request")
                .hint("Known here: " + String.join(", ", known) + ".");
    }
}
