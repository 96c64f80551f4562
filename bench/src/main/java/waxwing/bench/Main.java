package waxwing.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            description = "Also write one JSON object a row: name, value, unit, goal, runs.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "MODE",
            split = ",",
            description = "Only these rows, for example online,store. All: ${COMPLETION-CANDIDATES}")
    private List<String> only = List.of();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Use the relay data and registrations in this folder, and leave them there.")
    private Optional<Path> keep = Optional.empty();

    @Option(names = "--runs", paramLabel = "N", description = "How often each row is measured.")
    private Optional<Integer> runs = Optional.empty();

    @Option(names = "--seconds", paramLabel = "N", description = "How long one run lasts.")
    private Optional<Integer> seconds = Optional.empty();

    @Option(
            names = "--jmh",
            paramLabel = "PATTERN",
            arity = "0..1",
            fallbackValue = ".*",
            description =
                    "Run the micro-benchmarks instead, or those whose name has this in it (a regular expression).")
    private Optional<String> jmh = Optional.empty();

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    private Map<String, List<Mode>> modes(Effort effort) {
        Map<String, List<Mode>> modes = new LinkedHashMap<>();
        modes.put("self-check", List.of(new SelfCheck(Duration.ofSeconds(quick ? 4 : 10))));
        modes.put(
                "online",
                List.of(
                        new OnlineMode(100, 10, new OnlineMode.Goals(">= 60,000", ">= 45,000")),
                        new OnlineMode(effort.connections(), 1, new OnlineMode.Goals("", ">= 15,000"))));
        modes.put("latency", List.of(new LatencyMode(4_000)));
        modes.put("store", List.of(new StoreMode()));
        modes.put("drain", List.of(new DrainMode()));
        modes.put("mixed", List.of(new MixedMode(4_000)));
        modes.put("idle", List.of(new IdleMode()));
        modes.put("start", List.of(new StartMode()));
        modes.put("business", List.of(new BusinessMode(quick ? 100 : 1_000, quick ? 10 : 30)));
        modes.put("ends", List.of(new EndsRow(quick ? 100 : 3_000)));
        return modes;
    }

    private Effort effort() {
        Effort usual = quick ? Effort.QUICK : Effort.FULL;
        return new Effort(
                seconds.map(Duration::ofSeconds).orElse(usual.run()),
                runs.orElse(usual.runs()),
                usual.connections(),
                usual.idle(),
                usual.queued());
    }

    private int micro(String pattern) throws Exception {
        List<Row> rows = MicroBenchmarks.run(pattern, quick);
        Report report = new Report();
        report.heading("Waxwing on " + Machine.description());
        report.heading("by JMH; medians of several iterations of one second");
        report.heading("");
        report.heading(Row.heading());
        rows.forEach(report::row);
        if (json.isPresent()) {
            report.write(json.get());
        }
        return 0;
    }

    @Override
    public Integer call() throws Exception {
        if (jmh.isPresent()) {
            return micro(jmh.get());
        }
        Effort effort = effort();
        Map<String, List<Mode>> modes = modes(effort);
        for (String name : only) {
            if (!modes.containsKey(name)) {
                CommandSpec own = Objects.requireNonNull(spec);
                throw new ParameterException(
                        own.commandLine(), "--only: " + name + " (expected: some of " + modes.keySet() + ")");
            }
        }
        if (!only.isEmpty()) {
            modes.keySet().retainAll(only);
        }
        Path home = Path.of(System.getProperty("waxwing.home", "."));
        Report report = new Report();
        report.heading("Waxwing on " + Machine.description());
        report.heading("relay and generator share it; medians of several runs, TLS 1.3, 512-byte payloads");
        report.heading("");
        report.heading(Row.heading());
        try (var stand = new Stand(home, keep)) {
            for (Map.Entry<String, List<Mode>> named : modes.entrySet()) {
                report.disk(named.getKey(), stand.data());
                for (Mode mode : named.getValue()) {
                    mode.measure(stand, effort, report);
                }
            }
        } catch (AuditException e) {
            report.invalid("run", String.valueOf(e.getMessage()));
        }
        if (json.isPresent()) {
            report.write(json.get());
        }
        return report.isValid() ? 0 : 1;
    }
}
