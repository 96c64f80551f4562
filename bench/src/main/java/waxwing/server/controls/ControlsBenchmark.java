package waxwing.server.controls;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import waxwing.model.MessageKind;
import waxwing.server.business.Standing;

/// What the decision about one business message costs, once the person's settings are at hand.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControlsBenchmark {
    private static final long NOW = 1_700_000_000_000L;
    private static final BusinessSettings SETTINGS =
            new BusinessSettings(Map.of(MessageKind.OFFER, Setting.STOP, MessageKind.RECEIPT, Setting.ALLOW));

    /// RECEIPT is delivered, OFFER is stopped, CONVERSATION depends on the window.
    @Param({"RECEIPT", "OFFER", "CONVERSATION"})
    private MessageKind kind = MessageKind.RECEIPT;

    /// Asks and decides.
    @Benchmark
    public Verdict decide() {
        return ControlsPolicy.decide(new ControlsPolicy.Question(
                Standing.VERIFIED, Optional.of(kind), SETTINGS, OptionalLong.of(NOW - 1), Optional.empty(), NOW));
    }
}
