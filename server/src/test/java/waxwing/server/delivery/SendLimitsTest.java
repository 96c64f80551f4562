package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.SubmitResult;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.config.Budgets;
import waxwing.server.config.CodeBudget;

/// How often accounts may send, over a real relay and a clock that is moved.
class SendLimitsTest {
    /// One each 857.14… ms.
    private static final int SUBMITS_PER_MINUTE = 70;

    @SuppressWarnings("NullAway.Init") // Started before each test.
    private TestRelay relay;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(
                folder, config -> config.withBudgets(new Budgets(CodeBudget.DEVELOPMENT, SUBMITS_PER_MINUTE, 100)));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void anAccountSendsAsOftenAsItsBudgetSaysAndIsThenToldWhenToGoOn() {
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        Connected stream = Connected.open(alice);

        for (int i = 0; i < SUBMITS_PER_MINUTE; i++) {
            assertThat(outcome(stream.submit(Submits.to(bob, "hello", relay.clock()))))
                    .isEqualTo(OutcomeCase.ACCEPTED);
        }
        SubmitResult refused = stream.submit(Submits.to(bob, "one too many", relay.clock()));

        assertThat(refused.hasRateLimited()).isTrue();
        relay.clock().advance(Duration.ofMillis(refused.getRateLimited().getRetryAfterMs()));
        assertThat(outcome(stream.submit(Submits.to(bob, "in time", relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);
    }

    @Test
    void aBusinessAsksOneAccountForAFewRepairsAnHourAndOthersAndMessagesAreFree() {
        TestDevice cafe = TestDevice.ofBusiness(relay, "+12025550103").register();
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550104").register();
        TestDevice carol = TestDevice.ofPerson(relay, "+12025550105").register();
        relay.approve(cafe);

        for (int i = 0; i < SendLimits.REPAIRS_OF_A_PAIR.burst(); i++) {
            assertThat(repair(cafe, bob).hasResults()).isTrue();
        }
        SubmitResult refused = repair(cafe, bob);

        assertThat(refused.hasRateLimited()).isTrue();
        assertThat(repair(cafe, carol).hasResults()).isTrue();
        assertThat(send(cafe, Submits.to(bob, "receipt", relay.clock()), MessageKind.RECEIPT)
                        .hasResults())
                .isTrue();
        relay.clock().advance(Duration.ofMillis(refused.getRateLimited().getRetryAfterMs()));
        assertThat(repair(cafe, bob).hasResults()).isTrue();
        assertThat(repair(cafe, bob).hasRateLimited()).isTrue();
    }

    private SubmitResult repair(TestDevice from, TestDevice to) {
        return send(from, Submits.to(to, "please repair", relay.clock()), MessageKind.REPAIR);
    }
}
