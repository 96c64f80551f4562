package waxwing.cli.terminal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One JSON object (RFC 8259) with its fields in the order in which they were put.
///
/// Written by hand because a start of the program can't wait for a data-binding library. What could drive or
/// mislead a terminal is written in its escaped form, so that nothing is lost to a script and nothing happens
/// on a screen.
public final class Json {
    private final SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Json() {}

    /// An empty object.
    public static Json object() {
        return new Json();
    }

    /// What every printed object starts with: `{"v":1`.
    public static Json answer() {
        return new Json().put("v", 1);
    }

    public Json put(String name, @Nullable String value) {
        fields.put(name, value);
        return this;
    }

    public Json put(String name, @Nullable Number value) {
        fields.put(name, value);
        return this;
    }

    public Json put(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    public Json put(String name, Json value) {
        fields.put(name, value);
        return this;
    }

    /// `null` when there is none.
    public Json put(String name, Optional<String> value) {
        fields.put(name, value.orElse(null));
        return this;
    }

    /// @param values objects, strings or numbers
    public Json put(String name, List<?> values) {
        fields.put(name, values);
        return this;
    }

    /// All fields of another object.
    public Json putAll(Json other) {
        fields.putAll(other.fields);
        return this;
    }

    /// Leaves the field out when there is no value.
    public Json putIfPresent(String name, Optional<String> value) {
        value.ifPresent(present -> put(name, present));
        return this;
    }

    /// On one line.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text, this);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case Json json -> writeObject(text, json.fields);
            case List<?> list -> writeList(text, list);
            case String string -> writeString(text, string);
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth.booleanValue());
            case null -> text.append("null");
            default -> throw new IllegalArgumentException("no JSON form: " + value.getClass());
        }
    }

    private static void writeObject(StringBuilder text, Map<String, @Nullable Object> fields) {
        String separator = "{";
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            text.append(separator);
            writeString(text, field.getKey());
            text.append(':');
            write(text, field.getValue());
            separator = ",";
        }
        text.append(fields.isEmpty() ? "{}" : "}");
    }

    private static void writeList(StringBuilder text, List<?> list) {
        String separator = "[";
        for (Object value : list) {
            text.append(separator);
            write(text, value);
            separator = ",";
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private static void writeString(StringBuilder text, String string) {
        text.append('"');
        for (int at = 0; at < string.length(); at++) {
            char unit = string.charAt(at);
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (isPlain(string, at)) {
                        text.append(unit);
                    } else {
                        text.append(String.format("\\u%04x", (int) unit));
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPlain(String string, int at) {
        char unit = string.charAt(at);
        if (unit >= ' ' && unit < 0x7F) {
            return true;
        }
        int point = Character.isLowSurrogate(unit) && at > 0 ? string.codePointAt(at - 1) : string.codePointAt(at);
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR -> false;
            case Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
