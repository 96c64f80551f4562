package waxwing.gateway.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.api.Call;
import waxwing.gateway.api.ErrorCode;
import waxwing.gateway.api.Fault;
import waxwing.gateway.api.Operation;
import waxwing.gateway.api.ProtoWriter;
import waxwing.gateway.api.Query;
import waxwing.gateway.api.Rejection;
import waxwing.gateway.apikey.ApiKeyEntry;

/// Takes a request apart as its operation has it: the field named like the variable of the path, those named
/// like the parameters of the query, and the rest, which is the body.
final class RequestParts {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
    private static final String UPDATE_MASK = "update_mask";

    private final Operation operation;

    RequestParts(Operation operation) {
        this.operation = operation;
    }

    /// @throws Rejection if the request can't be one
    Call call(ApiKeyEntry caller, Message request, String idempotencyKey) {
        if (request.getSerializedSize() > operation.size().bytes()) {
            throw new Rejection(Fault.at(
                    "body",
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "has more than the " + operation.size().bytes() + " bytes that this call takes"));
        }
        ObjectNode json = ProtoWriter.write(request, mask(request));
        json.remove(UPDATE_MASK);
        String id = variable().map(json::remove).map(JsonNode::stringValue).orElse("");
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String name : operation.query()) {
            JsonNode value = json.remove(name);
            if (value != null) {
                query.put(name, List.of(value.asString()));
            }
        }
        obey(mask(request), request, json);
        Optional<ObjectNode> body = hasBody(request) ? Optional.of(json) : Optional.empty();
        return new Call(caller, id, Query.of(operation, query), body, idempotencyKey);
    }

    private Optional<String> variable() {
        Matcher found = VARIABLE.matcher(operation.path());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private boolean hasBody(Message request) {
        return request.getDescriptorForType().getFields().stream()
                .map(FieldDescriptor::getName)
                .anyMatch(name -> !operation.query().contains(name)
                        && !variable().filter(name::equals).isPresent());
    }

    /// With a mask, nothing but what it names is changed (AIP-134).
    private static void obey(Set<String> mask, Message request, ObjectNode body) {
        for (String name : mask) {
            if (request.getDescriptorForType().findFieldByName(name) == null) {
                throw new Rejection(Fault.at(
                        UPDATE_MASK, ErrorCode.UNKNOWN_PARAMETER, "names " + name + ", which is no field of the call"));
            }
        }
        if (!mask.isEmpty()) {
            body.retain(mask);
        }
    }

    private static Set<String> mask(Message request) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(UPDATE_MASK);
        return field == null ? Set.of() : Set.copyOf(((FieldMask) request.getField(field)).getPathsList());
    }
}
