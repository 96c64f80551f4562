package waxwing.cli.card;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import waxwing.cli.terminal.Json;
import waxwing.content.v1.Money;
import waxwing.model.MessageId;

/// Typed content as JSON: names as in the .proto, 64-bit numbers as strings, money always with all three
/// fields, messages' ids in their 36-character form.
public final class ContentJson {
    private ContentJson() {}

    public static Json of(Message message) {
        if (message instanceof Money money) {
            return Json.object()
                    .put("currency_code", money.getCurrencyCode())
                    .put("units", Long.toString(money.getUnits()))
                    .put("nanos", money.getNanos());
        }
        Json json = Json.object();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            put(json, field.getKey(), field.getValue());
        }
        return json;
    }

    private static void put(Json json, FieldDescriptor field, Object value) {
        if (field.isRepeated()) {
            List<?> values = (List<?>) value;
            json.put(field.getName(), values.stream().map(ContentJson::form).toList());
            return;
        }
        switch (form(value)) {
            case Json nested -> json.put(field.getName(), nested);
            case Boolean truth -> json.put(field.getName(), truth.booleanValue());
            case Number number -> json.put(field.getName(), number);
            case Object other -> json.put(field.getName(), other.toString());
        }
    }

    private static Object form(Object value) {
        return switch (value) {
            case Message message -> of(message);
            case EnumValueDescriptor constant -> constant.getName();
            case Long number -> number.toString();
            case ByteString id -> MessageId.ofBytes(id.toByteArray()).toString();
            default -> value;
        };
    }
}
