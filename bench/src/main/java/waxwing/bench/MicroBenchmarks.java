package waxwing.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// The parts of a message's way that can be measured alone, by JMH: cryptography, checks, decisions, codecs.
final class MicroBenchmarks {
    /// In nanoseconds.
    private static final Map<String, String> GOALS = Map.of("ControlsBenchmark.decide", "<= 1,000");

    private MicroBenchmarks() {}

    /// @param pattern a regular expression that the full name of a benchmark has to contain
    /// @param quick one short iteration: only to see that they run
    static List<Row> run(String pattern, boolean quick) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .measurementIterations(quick ? 1 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 200 : 1_000))
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 1_000));
        return new Runner(options.build())
                .run().stream().map(MicroBenchmarks::row).toList();
    }

    private static Row row(RunResult result) {
        BenchmarkParams benchmark = result.getParams();
        String[] words = benchmark.getBenchmark().split("\\.");
        String name = words[words.length - 2] + "." + words[words.length - 1];
        String which = benchmark.getParamsKeys().stream()
                .map(key -> ", " + benchmark.getParam(key))
                .collect(Collectors.joining());
        double[] iterations = result.getAggregatedResult().getIterationResults().stream()
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray();
        return Row.of(name + which, result.getPrimaryResult().getScoreUnit(), iterations)
                .aimingAt(GOALS.getOrDefault(name, ""));
    }
}
