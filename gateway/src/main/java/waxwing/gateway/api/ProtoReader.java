package waxwing.gateway.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import waxwing.content.v1.ReceiptProof;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;

/// Reads protocol-buffer messages from the API's JSON by their descriptors, and says of every field that does
/// not fit where it stands.
///
/// Names are the fields' own (snake_case), choices are the names of their values as [ProtoNames] has them,
/// 64-bit numbers are decimal strings (or whole JSON numbers), bytes are a message's id in its 36-character
/// form, times are RFC 3339, everything else is what JSON has for it. `null` stands for an absent field.
public final class ProtoReader {
    private static final BigInteger INT64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger INT64_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final Faults faults;

    ProtoReader(Faults faults) {
        this.faults = faults;
    }

    /// Fills the builder from what this program wrote itself.
    ///
    /// @throws IllegalStateException if something does not fit, so that the two have come apart
    public static void readOwn(ObjectNode json, Message.Builder into) {
        var faults = new Faults();
        new ProtoReader(faults).read("", json, into);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    into.getDescriptorForType().getFullName() + " does not take the answer: " + faults);
        }
    }

    /// Fills the builder from an object; what does not fit is reported and left out.
    void read(String path, JsonNode json, Message.Builder into) {
        if (!json.isObject()) {
            invalid(path, "is not an object");
            return;
        }
        SequencedMap<String, FieldDescriptor> given = given(into.getDescriptorForType());
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            FieldDescriptor field = given.get(property.getKey());
            String at = path + "." + property.getKey();
            if (field == null) {
                faults.add(JsonFields.unknown(at, given.sequencedKeySet()));
            } else if (field.isMapField()) {
                readMap(at, property.getValue(), field, into);
            } else if (field.isRepeated()) {
                readAll(at, property.getValue(), field, into);
            } else if (!property.getValue().isNull()) {
                value(at, property.getValue(), field, into).ifPresent(value -> into.setField(field, value));
            }
        }
    }

    /// The fields that a caller may give: all but the proof, which the gateway makes.
    private static SequencedMap<String, FieldDescriptor> given(Descriptor message) {
        SequencedMap<String, FieldDescriptor> fields = new LinkedHashMap<>();
        for (FieldDescriptor field : message.getFields()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                    || !field.getMessageType().equals(ReceiptProof.getDescriptor())) {
                fields.put(field.getName(), field);
            }
        }
        return fields;
    }

    private void readAll(String path, JsonNode json, FieldDescriptor field, Message.Builder into) {
        if (json.isNull()) {
            return;
        }
        if (!json.isArray()) {
            invalid(path, "is not an array");
            return;
        }
        int index = 0;
        for (JsonNode element : json) {
            value(path + "[" + index + "]", element, field, into)
                    .ifPresent(value -> into.addRepeatedField(field, value));
            index++;
        }
    }

    private void readMap(String path, JsonNode json, FieldDescriptor field, Message.Builder into) {
        if (!json.isObject()) {
            invalid(path, "is not an object");
            return;
        }
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor mapped = field.getMessageType().findFieldByNumber(2);
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            Message.Builder entry = into.newBuilderForField(field);
            value(path + "." + property.getKey(), property.getValue(), mapped, entry)
                    .ifPresent(value -> into.addRepeatedField(
                            field,
                            entry.setField(key, property.getKey())
                                    .setField(mapped, value)
                                    .build()));
        }
    }

    private Optional<?> value(String path, JsonNode json, FieldDescriptor field, Message.Builder parent) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(path, json, field, parent);
            case STRING -> text(path, json);
            case BOOLEAN -> {
                if (!json.isBoolean()) {
                    invalid(path, "is not true or false");
                    yield Optional.empty();
                }
                yield Optional.of(json.booleanValue());
            }
            case INT -> int32(path, json, field);
            case LONG -> int64(path, json);
            case ENUM -> choice(path, json, field);
            case BYTE_STRING -> messageId(path, json);
            // No floating number stands in typed content.
            case FLOAT, DOUBLE -> throw new IllegalStateException(field.getFullName() + ": not content");
        };
    }

    private Optional<Message> message(String path, JsonNode json, FieldDescriptor field, Message.Builder parent) {
        if (field.getMessageType()
                .getFullName()
                .equals(Timestamp.getDescriptor().getFullName())) {
            return time(path, json).map(Function.identity());
        }
        Message.Builder builder = parent.newBuilderForField(field);
        read(path, json, builder);
        return Optional.of(builder.build());
    }

    private Optional<Timestamp> time(String path, JsonNode json) {
        return text(path, json).flatMap(text -> {
            try {
                Instant instant = OffsetDateTime.parse(text).toInstant();
                return Optional.of(Timestamp.newBuilder()
                        .setSeconds(instant.getEpochSecond())
                        .setNanos(instant.getNano())
                        .build());
            } catch (DateTimeParseException _) {
                invalid(path, "is not a time (expected: RFC 3339)");
                return Optional.empty();
            }
        });
    }

    private Optional<String> text(String path, JsonNode json) {
        if (json.isString()) {
            return Optional.of(json.stringValue());
        }
        invalid(path, json.isNumber() ? "is not a string (write the number in quotes)" : "is not a string");
        return Optional.empty();
    }

    private Optional<ByteString> messageId(String path, JsonNode json) {
        return text(path, json).flatMap(id -> {
            try {
                return Optional.of(ByteString.copyFrom(MessageId.parse(id).toBytes()));
            } catch (MalformedValueException malformed) {
                invalid(path, "is " + malformed.getMessage());
                return Optional.empty();
            }
        });
    }

    private Optional<Integer> int32(String path, JsonNode json, FieldDescriptor field) {
        int lowest = field.getType() == FieldDescriptor.Type.UINT32 ? 0 : Integer.MIN_VALUE;
        if (json.isIntegralNumber() && json.canConvertToInt() && json.intValue() >= lowest) {
            return Optional.of(json.intValue());
        }
        invalid(path, "is not a whole number (expected: " + lowest + ".." + Integer.MAX_VALUE + ")");
        return Optional.empty();
    }

    private Optional<Long> int64(String path, JsonNode json) {
        try {
            BigInteger number = json.isIntegralNumber()
                    ? json.bigIntegerValue()
                    : new BigInteger(
                            text(json).filter(digits -> digits.length() <= 20).orElse(""));
            if (number.compareTo(INT64_MIN) >= 0 && number.compareTo(INT64_MAX) <= 0) {
                return Optional.of(number.longValueExact());
            }
        } catch (NumberFormatException _) {
            // Told below, in the same words as a number that is too large.
        }
        invalid(path, "is not a whole number of 64 bits (expected: a string such as \"12\")");
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode json) {
        return json.isString() ? Optional.of(json.stringValue()) : Optional.empty();
    }

    private Optional<EnumValueDescriptor> choice(String path, JsonNode json, FieldDescriptor field) {
        Optional<EnumValueDescriptor> found = text(json)
                .flatMap(name -> ProtoNames.choices(field.getEnumType()).stream()
                        .filter(value -> ProtoNames.of(value).equals(name))
                        .findFirst());
        if (found.isEmpty()) {
            invalid(
                    path,
                    "is not one of "
                            + ProtoNames.choices(field.getEnumType()).stream()
                                    .map(ProtoNames::of)
                                    .collect(Collectors.joining(", ")));
        }
        return found;
    }

    private void invalid(String path, String detail) {
        faults.add(Fault.at(path, ErrorCode.INVALID_PARAMETER, detail));
    }
}
