package waxwing.server;

import java.util.List;
import java.util.Locale;
import waxwing.server.rpc.Printable;

/// A JSON object on one line (RFC 8259).
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{");

    private JsonLine() {}

    /// An answer, of format version 1.
    static JsonLine answer() {
        return part().with("v", 1);
    }

    /// An object within an answer.
    static JsonLine part() {
        return new JsonLine();
    }

    JsonLine with(String name, String value) {
        name(name).append('"');
        value.chars().forEach(this::append);
        text.append('"');
        return this;
    }

    JsonLine with(String name, long value) {
        name(name).append(value);
        return this;
    }

    JsonLine with(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    JsonLine with(String name, JsonLine value) {
        name(name).append(value);
        return this;
    }

    JsonLine with(String name, List<String> values) {
        name(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "\"" : ",\"");
            values.get(i).chars().forEach(this::append);
            text.append('"');
        }
        text.append(']');
        return this;
    }

    JsonLine withNull(String name) {
        name(name).append("null");
        return this;
    }

    private StringBuilder name(String name) {
        return text.append(text.length() == 1 ? "\"" : ",\"").append(name).append("\":");
    }

    private void append(int character) {
        if (character == '"' || character == '\\') {
            text.append('\\').append((char) character);
        } else if (!Printable.is(character)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", character));
        } else {
            text.append((char) character);
        }
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
