package waxwing.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Searches every file under a folder for words that must not be there, in UTF-8 and in both orders of UTF-16.
public final class Leaks {
    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private Leaks() {}

    /// @return one line a find, such as `mailbox/000004.log: "see you at eight"`; empty when nothing leaked
    public static List<String> find(Path folder, List<String> words) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                words.stream()
                        .filter(word -> contains(content, word))
                        .forEach(word -> found.add(folder.relativize(file) + ": \"" + word + "\""));
            }
            return found;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// How many files were searched: a search that saw nothing proves nothing.
    public static long filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static boolean contains(byte[] content, String word) {
        // One character a byte, so that any bytes can be searched as a text.
        String haystack = new String(content, StandardCharsets.ISO_8859_1);
        return ENCODINGS.stream()
                .anyMatch(encoding ->
                        haystack.contains(new String(word.getBytes(encoding), StandardCharsets.ISO_8859_1)));
    }
}
