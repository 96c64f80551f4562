package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every test that the threat model names exists: a *cannot* whose test was renamed or removed fails here.
class ThreatModelTest {
    private static final Path HOME = Path.of(System.getProperty("waxwing.home"));
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*)?(?:\\.([a-z][A-Za-z0-9]*))?`");

    @Test
    void everyTestThatTheThreatModelNamesExists() throws IOException {
        Map<String, String> tests = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : Files.readAllLines(HOME.resolve("docs/threat-model.md"))) {
            if (!line.startsWith("| ") || !line.contains("`")) {
                continue;
            }
            String type = "";
            Matcher name = NAMED.matcher(line.substring(line.indexOf(" | ") + 1));
            while (name.find()) {
                type = name.group(1) == null ? type : name.group(1);
                String method = name.group(2);
                String source = tests.get(type);
                if (source == null || (method != null && !source.contains("void " + method + "("))) {
                    missing.add(type + (method == null ? "" : "." + method));
                }
                named++;
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            ThreatModelTest::read,
                            (one, other) -> one + other));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new java.io.UncheckedIOException(problem);
        }
    }
}
