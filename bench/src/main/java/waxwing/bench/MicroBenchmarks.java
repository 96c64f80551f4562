package waxwing.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// The parts of a message's way that can be measured alone, by JMH: cryptography, checks, decisions, codecs.
final class MicroBenchmarks {
    private MicroBenchmarks() {}

    /// @param pattern a regular expression that the full name of a benchmark has to contain
    /// @param quick one short iteration: only to see that they run
    static void run(String pattern, boolean quick) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .measurementIterations(quick ? 1 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 200 : 1_000))
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 1_000));
        new Runner(options.build()).run();
    }
}
