package waxwing.cli.owner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import waxwing.cli.terminal.Terminals;

/// One call of the program: its words, and what of the calling process they depend on.
///
/// @param id names this call, and the message that it sends, through any number of attempts
/// @param folder what relative paths start from
/// @param variables the environment, of which only [#VARIABLES] travel
public record Invocation(UUID id, List<String> words, Path folder, Map<String, String> variables, Terminals terminals) {
    private static final List<String> VARIABLES = List.of(
            "HOME",
            "NO_COLOR",
            "TERM",
            "WAXWING_HOME",
            "WAXWING_PASSPHRASE_FILE",
            "WAXWING_PROFILE",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_RUNTIME_DIR");
    private static final int MOST_WORDS = 10_000;

    public Invocation {
        words = List.copyOf(words);
        variables = Map.copyOf(variables);
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        writeText(out, folder.toString());
        writeText(out, terminals.digits());
        out.writeInt(words.size());
        for (String word : words) {
            writeText(out, word);
        }
        Map<String, String> travelling = new TreeMap<>(variables);
        travelling.keySet().retainAll(VARIABLES);
        out.writeInt(travelling.size());
        for (Map.Entry<String, String> variable : travelling.entrySet()) {
            writeText(out, variable.getKey());
            writeText(out, variable.getValue());
        }
    }

    static Invocation readFrom(DataInputStream in) throws IOException {
        UUID id = new UUID(in.readLong(), in.readLong());
        Path folder = Path.of(readText(in));
        Terminals terminals = Terminals.of(readText(in));
        List<String> words = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            words.add(readText(in));
        }
        Map<String, String> variables = new TreeMap<>();
        for (int left = count(in); left > 0; left--) {
            variables.put(readText(in), readText(in));
        }
        return new Invocation(id, words, folder, variables, terminals);
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_WORDS) {
            throw new IOException("a command line of " + count + " words (expected: 0.." + MOST_WORDS + ")");
        }
        return count;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        Frame.writeBytes(out, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(Frame.readBytes(in), java.nio.charset.StandardCharsets.UTF_8);
    }
}
