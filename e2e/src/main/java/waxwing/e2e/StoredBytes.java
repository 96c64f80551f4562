package waxwing.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/// What a folder's files have grown by since a moment: the bytes that a program has written in between.
final class StoredBytes {
    private static final int SHOWN = 96;
    private static final int PER_LINE = 24;

    private final Path folder;
    private final Map<Path, Long> sizes = new HashMap<>();

    private StoredBytes(Path folder) {
        this.folder = folder;
    }

    static StoredBytes since(Path folder) {
        var before = new StoredBytes(folder);
        before.files(file -> before.sizes.put(file, size(file)));
        return before;
    }

    /// The last bytes of what was appended to the write-ahead log that has grown most, as a hex dump with its
    /// name and length.
    String dump() {
        var grown = new HashMap<Path, Long>();
        files(file -> {
            long growth = size(file) - sizes.getOrDefault(file, 0L);
            if (growth > 0 && file.toString().endsWith(".log")) {
                grown.put(file, growth);
            }
        });
        return grown.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(most -> dump(most.getKey(), most.getValue()))
                .orElseThrow(() -> new StoryFailure("no write-ahead log under " + folder + " has grown"));
    }

    private String dump(Path file, long growth) {
        try {
            byte[] content = Files.readAllBytes(file);
            int to = content.length;
            int from = Math.max(Math.toIntExact(sizes.getOrDefault(file, 0L)), to - SHOWN);
            var text = new StringBuilder(folder.relativize(file) + ", " + growth + " bytes more, at their end:\n…\n");
            for (int line = from; line < to; line += PER_LINE) {
                text.append(HexFormat.ofDelimiter(" ").formatHex(content, line, Math.min(to, line + PER_LINE)))
                        .append('\n');
            }
            return text.toString().stripTrailing();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void files(java.util.function.Consumer<Path> each) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(each);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
