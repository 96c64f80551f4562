package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `bench/run`: measures, and prints the table.
@Command(
        name = "bench/run",
        description = "Measures messages per second and latency through a real relay over TLS, and prints the table.",
        mixinStandardHelpOptions = true)
final class Main implements Callable<Integer> {
    @Option(names = "--quick", description = "Short runs: a first impression, not a number to keep.")
    private boolean quick;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write one JSON object a row: name, value, unit, runs.")
    private Optional<Path> json = Optional.empty();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("waxwing.home", "."));
        System.out.println("Waxwing on " + machine());
        System.out.println(
                "relay, generator and clients share it; medians of several runs, TLS 1.3, 512-byte payloads");
        System.out.println();
        List<Row> rows = new ArrayList<>();
        Consumer<List<Row>> show = more -> more.forEach(row -> {
            rows.add(row);
            System.out.println(row.line());
        });
        var effort = quick
                ? new RelayRows.Effort(Duration.ofSeconds(2), 3, 20)
                : new RelayRows.Effort(Duration.ofSeconds(5), 5, 100);
        try (var relay = new RelayUnderTest(home, Files.createTempDirectory("waxwing-bench-"));
                var channels = new RelayChannels(relay.awaitLink());
                var devices = new RelayRows(relay, channels, effort)) {
            show.accept(devices.online(10));
            show.accept(devices.latency(quick ? 500 : 4_000));
            show.accept(devices.offline(20));
        }
        show.accept(EndsRow.measure(home, quick ? 500 : 3_000));
        write(rows);
        return 0;
    }

    private static String machine() throws IOException {
        String cpu = Files.readString(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse("an unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + cpu + ", JDK " + Runtime.version();
    }

    private void write(List<Row> rows) throws IOException {
        if (json.isPresent()) {
            var mapper = new JsonMapper();
            List<String> lines = rows.stream()
                    .map(row -> mapper.writeValueAsString(mapper.createObjectNode()
                            .put("name", row.name().strip())
                            .put("value", row.median())
                            .put("unit", row.unit())
                            .set("runs", mapper.valueToTree(row.runs()))))
                    .toList();
            Files.write(json.get(), lines);
        }
    }
}
