package waxwing.server;

import java.util.Locale;

/// One flat JSON object on one line (RFC 8259), of format version 1.
final class JsonLine {
    private final StringBuilder text = new StringBuilder("{\"v\":1");

    JsonLine with(String name, String value) {
        text.append(",\"").append(name).append("\":\"");
        value.chars().forEach(this::append);
        text.append('"');
        return this;
    }

    JsonLine with(String name, long value) {
        text.append(",\"").append(name).append("\":").append(value);
        return this;
    }

    private void append(int character) {
        if (character == '"' || character == '\\') {
            text.append('\\').append((char) character);
        } else if (character < 0x20 || character == 0x7F) {
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
