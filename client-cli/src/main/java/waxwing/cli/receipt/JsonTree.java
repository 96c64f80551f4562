package waxwing.cli.receipt;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// JSON from outside (RFC 8259, nothing more lenient), in which no object has two members of one name: two readers
/// could see two documents in one.
sealed interface JsonTree {
    record Members(SequencedMap<String, JsonTree> members) implements JsonTree {}

    record Elements(List<JsonTree> elements) implements JsonTree {}

    record Text(String value) implements JsonTree {}

    /// A number, `true`, `false` or `null`, as it is written.
    record Literal(String written) implements JsonTree {}

    static Optional<JsonTree> parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /// Empty if it is anything else.
    static Optional<JsonTree> parse(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonTree tree = value(reader);
            return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(tree) : Optional.empty();
        } catch (MalformedJsonException | java.io.EOFException | IllegalStateException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonTree value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> members(reader);
            case BEGIN_ARRAY -> {
                List<JsonTree> elements = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    elements.add(value(reader));
                }
                reader.endArray();
                yield new Elements(elements);
            }
            case STRING -> new Text(reader.nextString());
            case NUMBER -> new Literal(reader.nextString());
            case BOOLEAN -> new Literal(Boolean.toString(reader.nextBoolean()));
            case NULL -> {
                reader.nextNull();
                yield new Literal("null");
            }
            case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT -> throw new MalformedJsonException("no value");
        };
    }

    private static JsonTree members(JsonReader reader) throws IOException {
        SequencedMap<String, JsonTree> members = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            if (members.put(reader.nextName(), value(reader)) != null) {
                throw new MalformedJsonException("a name stands twice");
            }
        }
        reader.endObject();
        return new Members(members);
    }

    default Optional<JsonTree> member(String name) {
        return this instanceof Members(var members) ? Optional.ofNullable(members.get(name)) : Optional.empty();
    }

    default Optional<String> text() {
        return this instanceof Text(String value) ? Optional.of(value) : Optional.empty();
    }

    /// The path of the first value of another tree that is not this one's, or null if there is none.
    default @Nullable String differenceTo(JsonTree other, String path) {
        return switch (this) {
            case Members(var own) when other instanceof Members(var others) -> difference(own, others, path);
            case Elements(var own) when other instanceof Elements(var others) -> difference(own, others, path);
            default -> equals(other) ? null : path.isEmpty() ? "the document" : path;
        };
    }

    private static @Nullable String difference(
            SequencedMap<String, JsonTree> own, SequencedMap<String, JsonTree> others, String path) {
        for (var member : own.entrySet()) {
            String at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            JsonTree theirs = others.get(member.getKey());
            @Nullable
            String difference = theirs == null ? at : member.getValue().differenceTo(theirs, at);
            if (difference != null) {
                return difference;
            }
        }
        return others.keySet().stream()
                .filter(name -> !own.containsKey(name))
                .findFirst()
                .map(name -> path.isEmpty() ? name : path + "." + name)
                .orElse(null);
    }

    private static @Nullable String difference(List<JsonTree> own, List<JsonTree> others, String path) {
        for (int i = 0; i < own.size() && i < others.size(); i++) {
            @Nullable String difference = own.get(i).differenceTo(others.get(i), path + "[" + i + "]");
            if (difference != null) {
                return difference;
            }
        }
        return own.size() == others.size() ? null : path;
    }
}
