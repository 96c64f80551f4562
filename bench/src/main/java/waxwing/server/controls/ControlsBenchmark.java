package waxwing.server.controls;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;
import waxwing.server.business.Standing;

/// What the decision about one business message costs, once the person's settings are at hand.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControlsBenchmark {
    private static final long NOW = 1_700_000_000_000L;
    private static final AccountId BUSINESS = new AccountId(new UUID(2, 2));
    private static final Set<MessageKind> KINDS = Collections.unmodifiableSet(EnumSet.allOf(MessageKind.class));
    private static final PersonControls PERSON = new PersonControls(
            Map.of(BUSINESS, Map.of(MessageKind.OFFER, Setting.ALLOW, MessageKind.RECEIPT, Setting.ALLOW)),
            new General(
                    Map.of(MessageKind.DELIVERY, Setting.ASK),
                    4,
                    Optional.of(QuietHours.parse(22 * 60, 7 * 60, "Europe/Paris")),
                    General.ReadReceipts.ON,
                    General.FirstMessages.EVERYONE),
            Map.of());

    /// RECEIPT passes all that there is to ask, quiet hours too; OFFER counts against a cap, CONVERSATION depends on
    /// the window, DELIVERY is held for an answer.
    @Param({"RECEIPT", "OFFER", "CONVERSATION", "DELIVERY"})
    private MessageKind kind = MessageKind.RECEIPT;

    /// Asks and decides.
    @Benchmark
    public Verdict decide() {
        return ControlsPolicy.decide(new ControlsPolicy.Question(
                new ControlsPolicy.Sender(Standing.VERIFIED, KINDS, TierUse.WITHIN),
                Optional.of(kind),
                new ControlsPolicy.Recipient(
                        PERSON.toward(BUSINESS),
                        PERSON.general().quietHours(),
                        OptionalLong.of(NOW - 1),
                        PERSON.blockOf(BUSINESS)),
                1,
                NOW));
    }
}
