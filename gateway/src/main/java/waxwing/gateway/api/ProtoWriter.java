package waxwing.gateway.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;

/// Writes protocol-buffer messages as the API's JSON: what [ProtoReader] reads. A value that has no counterpart
/// there (an unknown choice, bytes that are no id) is written as it is, for the API to refuse in its own words.
public final class ProtoWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ProtoWriter() {}

    /// The fields that are set and those that are named.
    public static ObjectNode write(MessageOrBuilder message, Set<String> also) {
        ObjectNode json = Json.object();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean set = field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
            if (set || also.contains(field.getName())) {
                json.set(field.getName(), value(field, message.getField(field)));
            }
        }
        return json;
    }

    private static JsonNode value(FieldDescriptor field, Object value) {
        if (field.isRepeated()) {
            ArrayNode array = Json.array();
            ((List<?>) value).forEach(element -> array.add(single(field, element)));
            return array;
        }
        return single(field, value);
    }

    private static JsonNode single(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message((MessageOrBuilder) value);
            case STRING -> JSON.stringNode((String) value);
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case INT -> JSON.numberNode((Integer) value);
            case LONG -> JSON.stringNode(value.toString());
            case ENUM -> JSON.stringNode(ProtoNames.of((EnumValueDescriptor) value));
            case BYTE_STRING -> JSON.stringNode(id((ByteString) value));
            case FLOAT, DOUBLE -> throw new IllegalStateException(field.getFullName() + ": the API has no such number");
        };
    }

    private static JsonNode message(MessageOrBuilder message) {
        return switch (message) {
            case Timestamp time -> JSON.stringNode(Timestamps.isValid(time) ? Timestamps.toString(time) : "not a time");
            // Fractions of a second are refused as no whole number of them.
            case Duration duration ->
                duration.getNanos() == 0
                        ? JSON.numberNode(duration.getSeconds())
                        : JSON.stringNode("not whole seconds");
            default -> write(message, Set.of());
        };
    }

    private static String id(ByteString bytes) {
        try {
            return MessageId.ofBytes(bytes.toByteArray()).toString();
        } catch (MalformedValueException _) {
            return "not an id";
        }
    }
}
