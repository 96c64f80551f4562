package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// The table, printed row by row as it comes.
final class Report {
    private final List<Row> rows = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();

    void heading(String line) {
        System.out.println(line);
    }

    void note(String line) {
        System.out.println("    " + line);
    }

    void row(Row row) {
        rows.add(row);
        System.out.println(row.line());
    }

    /// Rows of JSON only: what the surroundings line tells in print.
    private void quietly(Row row) {
        rows.add(row);
    }

    /// What belongs to the rows before it.
    void surroundings(String name, Window window, long messages) {
        System.out.println(window.surroundings(messages));
        GcPauses pauses = window.to().pauses().since(window.from().pauses());
        quietly(Row.of(name + ": relay CPU a message", "µs", window.relayCpu() / messages * 1e6));
        quietly(Row.of(name + ": generator CPU a message", "µs", window.ownCpu() / messages * 1e6));
        quietly(Row.of(name + ": others' CPU", "cores", window.othersCores()));
        quietly(Row.of(name + ": relay RSS", "MiB", (double) (window.to().relayBytes() >> 20)));
        quietly(Row.of(name + ": relay GC pauses, total", "ms", pauses.total()));
        quietly(Row.of(name + ": relay GC pauses, longest", "ms", pauses.longest()));
    }

    /// How fast the disk under the relay is now.
    void disk(String name, Path folder) throws IOException {
        double rate = DiskProbe.forcesPerSecond(folder, Duration.ofSeconds(1));
        System.out.printf(Locale.ROOT, "    this disk makes 4 KiB durable %,.0f times a second%n", rate);
        quietly(Row.of(name + ": disk, 4 KiB append and fdatasync", "1/s", rate));
    }

    /// The rows of this name are worth nothing.
    void invalid(String name, String why) {
        invalid.add(name);
        System.out.println("INVALID " + name + ": " + why);
    }

    boolean isValid() {
        return invalid.isEmpty();
    }

    void write(Path file) throws IOException {
        var mapper = new JsonMapper();
        List<String> lines = rows.stream()
                .map(row -> mapper.writeValueAsString(mapper.createObjectNode()
                        .put("name", row.name().strip())
                        .put("value", row.median())
                        .put("unit", row.unit())
                        .put("goal", row.goal())
                        .set("runs", mapper.valueToTree(row.runs()))))
                .toList();
        Files.write(file, lines);
    }
}
