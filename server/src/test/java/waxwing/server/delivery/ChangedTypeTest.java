package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// A number that registers as a person and then as a business, or the other way round, keeps what others have
/// set on it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedTypeTest {
    @SuppressWarnings("NullAway.Init") // Started before all tests.
    private TestRelay relay;

    private int numbers = 200;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    private String number() {
        return "+12025550" + numbers++;
    }

    private static void block(TestDevice person, TestDevice other) {
        assertThat(ControlsGrpc.newBlockingStub(person.channel())
                        .block(BlockRequest.newBuilder()
                                .setAccountId(other.accountBytes())
                                .build())
                        .hasChanged())
                .isTrue();
    }

    @Test
    void aPersonWhoWasBlockedStaysBlockedAsABusinessAndAsAPersonAgain() {
        TestDevice bob = TestDevice.ofPerson(relay, number()).register();
        String number = number();
        TestDevice person = TestDevice.ofPerson(relay, number).register();
        block(bob, person);

        TestDevice business = TestDevice.ofBusiness(relay, number).register();
        relay.approve(business);
        assertThat(outcome(send(business, Submits.to(bob, "receipt", relay.clock()), MessageKind.RECEIPT)))
                .isEqualTo(OutcomeCase.ACCEPTED);
        TestDevice again = TestDevice.ofPerson(relay, number).register();
        assertThat(outcome(send(again, Submits.to(bob, "hello", relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);

        assertThat(Connected.open(bob).drained().deliveries()).isEmpty();
        assertThat(business.account()).isEqualTo(person.account());
        assertThat(again.account()).isEqualTo(person.account());
    }

    @Test
    void aBusinessThatWasSuspendedStaysSuspended() {
        TestDevice bob = TestDevice.ofPerson(relay, number()).register();
        String number = number();
        TestDevice business = TestDevice.ofBusiness(relay, number).register();
        relay.approve(business);
        assertThat(relay.operator(operator -> operator.suspendBusiness(SuspendBusinessRequest.newBuilder()
                                .setAccountId(business.accountBytes())
                                .setReason("complaints")
                                .build()))
                        .hasBusiness())
                .isTrue();

        TestDevice person = TestDevice.ofPerson(relay, number).register();
        assertThat(outcome(send(person, Submits.to(bob, "we are back", relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);
        TestDevice again = TestDevice.ofBusiness(relay, number).register();

        assertThat(outcome(send(again, Submits.to(bob, "receipt", relay.clock()), MessageKind.RECEIPT)))
                .isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(Connected.open(again)
                        .deliveries(1)
                        .getFirst()
                        .getStatus()
                        .getFailed()
                        .getCode())
                .isEqualTo(Failed.Code.SENDER_SUSPENDED);
        assertThat(Connected.open(bob).drained().deliveries()).isEmpty();
    }

    @Test
    void theNewTypeHoldsAtOnceForWhatTheAccountMayCall() {
        String number = number();
        TestDevice person = TestDevice.ofPerson(relay, number).register();
        assertThat(outcome(send(person, Submits.to(person.account(), List.of(), relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);

        TestDevice business = TestDevice.ofBusiness(relay, number).register();

        assertThat(BusinessMessagingGrpc.newBlockingStub(business.channel())
                        .getBusiness(GetBusinessRequest.getDefaultInstance())
                        .getStanding())
                .isEqualTo(GetBusinessResponse.Standing.PENDING);
        assertThat(send(business, Submits.to(person, "x", relay.clock())).hasNotPermitted())
                .isTrue();
    }

    @Test
    void aNumberThatWasSilentForMoreThanThirtyDaysStartsAfreshAsEitherType() {
        String number = number();
        TestDevice person = TestDevice.ofPerson(relay, number).register();

        relay.clock().advance(Duration.ofDays(31));

        TestDevice business = TestDevice.ofBusiness(relay, number).register();
        assertThat(business.wasKept()).isFalse();
        assertThat(business.account()).isNotEqualTo(person.account());
    }
}
