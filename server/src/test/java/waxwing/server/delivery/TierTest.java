package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BusinessChangeResponse;
import waxwing.relay.v1.BusinessLimits;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.BusinessQuality;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.GetBusinessResponse;
import waxwing.relay.v1.LimitBusinessRequest;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.ReportsGrpc;
import waxwing.relay.v1.StopRequest;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.report.Franked;

/// How many people a business may write to in a day, over a real relay and a clock that is moved.
class TierTest {
    private static final int FIRST_TIER = 250;

    @SuppressWarnings("NullAway.Init") // Started before each test.
    private TestRelay relay;

    @SuppressWarnings("NullAway.Init") // Registered before each test.
    private TestDevice cafe;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder);
        cafe = TestDevice.ofBusiness(relay, "+12025550199").register();
        relay.approve(cafe);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void whoeverIsWrittenToCountsAndOneTooManyFailsWithoutSayingWhoItIs() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice blocking = TestDevice.ofPerson(relay, "+12025550102").register();
        block(blocking);
        write(bob, MessageKind.RECEIPT);
        write(blocking, MessageKind.RECEIPT);
        writeToNobodies(FIRST_TIER - 2);
        assertThat(limits().getPeopleUsed()).isEqualTo(FIRST_TIER);

        TestDevice carol = TestDevice.ofPerson(relay, "+12025550103").register();
        TestDevice another = TestDevice.ofPerson(relay, "+12025550104").register();
        block(another);
        write(carol, MessageKind.RECEIPT);
        write(another, MessageKind.RECEIPT);
        writeToNobodies(1);
        write(bob, MessageKind.CODE);

        assertThat(Connected.open(cafe).deliveries(3))
                .extracting(delivery -> delivery.getStatus().getFailed().getCode())
                .containsOnly(Failed.Code.TIER_EXCEEDED);
        assertThat(Connected.open(bob).deliveries(2)).hasSize(2);
        assertThat(limits().getPeopleUsed()).isEqualTo(FIRST_TIER);
        relay.restart();
        assertThat(limits().getPeopleUsed()).as("after a restart").isEqualTo(FIRST_TIER);
        relay.clock().advance(Duration.ofHours(24));
        assertThat(limits().getPeopleUsed()).isZero();
        write(carol, MessageKind.RECEIPT);
        assertThat(Connected.open(carol).deliveries(1)).hasSize(1);
    }

    @Test
    void whatThePersonRefusesAndWhatAnswersThemCountsForNothing() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice carol = TestDevice.ofPerson(relay, "+12025550102").register();
        stop(bob);
        write(bob, MessageKind.RECEIPT);
        assertThat(limits().getPeopleUsed()).isZero();

        assertThat(outcome(send(carol, Submits.to(cafe, "are you open?", relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);
        write(carol, MessageKind.CONVERSATION);
        write(carol, MessageKind.REPAIR);
        assertThat(limits().getPeopleUsed()).isZero();
        write(carol, MessageKind.RECEIPT);
        assertThat(limits().getPeopleUsed()).isOne();
        assertThat(limits().getNextFreeAtMs())
                .isEqualTo(relay.clock().millis() + Duration.ofHours(24).toMillis());
    }

    @Test
    void aTierRisesWithUseAndFallsWithComplaintsByThePublishedRules() {
        relay.clock().advance(Duration.ofDays(7));
        writeToNobodies(FIRST_TIER / 2);
        relay.restart();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(limits().getTier()).isEqualTo(2));
        assertThat(limits().getSetByOperator()).isFalse();

        relay.clock().advance(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            assertThat(limits().getTier()).as("after %d proofs", i).isEqualTo(2);
            provesAMislabel(TestDevice.ofPerson(relay, "+1202555010" + i).register());
        }
        assertThat(limits().getTier()).as("at once it would tell who reported").isEqualTo(2);
        relay.clock().advance(Duration.ofDays(1));
        relay.restart();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(limits().getTier()).isEqualTo(1));
    }

    @Test
    void aTierThatTheOperatorGaveStaysWhateverPeopleReport() {
        tier(3);
        relay.clock().advance(Duration.ofDays(8));
        for (int i = 0; i < 3; i++) {
            provesAMislabel(TestDevice.ofPerson(relay, "+1202555010" + i).register());
        }
        relay.clock().advance(Duration.ofDays(1));
        relay.restart();
        assertThat(business().getQuality().getRating()).isEqualTo(BusinessQuality.Rating.POOR);
        assertThat(limits().getTier()).isEqualTo(3);
        assertThat(limits().getSetByOperator()).isTrue();
    }

    private void provesAMislabel(TestDevice reporter) {
        Franked inside = Franked.saying("OFFER", 6, "half the price");
        write(inside.in(Submits.to(reporter, "hello", relay.clock())), MessageKind.RECEIPT);
        Envelope came =
                Connected.open(reporter).prompt().deliveries(1).getLast().getEnvelope();
        assertThat(ReportsGrpc.newBlockingStub(reporter.channel())
                        .report(Franked.report(cafe, came)
                                .setLabel(inside.label())
                                .build())
                        .hasCounted())
                .isTrue();
    }

    @Test
    void theOperatorsTierHoldsAtOnce() {
        writeToNobodies(FIRST_TIER);
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550101").register();
        tier(2);
        write(bob, MessageKind.RECEIPT);
        assertThat(Connected.open(bob).deliveries(1)).hasSize(1);
        BusinessLimits limits = limits();
        assertThat(limits.getTier()).isEqualTo(2);
        assertThat(limits.getPeoplePerDay()).isEqualTo(1_000);
        assertThat(limits.getSetByOperator()).isTrue();
    }

    @Test
    void aBusinessIsToldThatItIsSeenOtherwiseAndAsksHow() {
        Connected connected = Connected.open(cafe).drained();
        suspend("complaints");
        tier(3);

        List<Delivery> told = connected.deliveries(2);

        assertThat(told)
                .allSatisfy(notice ->
                        assertThat(notice.getStatus().hasBusinessChanged()).isTrue());
        GetBusinessResponse now = business();
        assertThat(now.getStanding()).isEqualTo(GetBusinessResponse.Standing.SUSPENDED);
        assertThat(now.getSuspensionReason()).isEqualTo("complaints");
        assertThat(now.getLimits().getTier()).isEqualTo(3);
    }

    private void write(TestDevice to, MessageKind kind) {
        write(Submits.to(to, "hello", relay.clock()), kind);
    }

    private void write(Submit submit, MessageKind kind) {
        SubmitResult result = send(cafe, submit, kind);
        assertThat(outcome(result)).isEqualTo(OutcomeCase.ACCEPTED);
    }

    /// To numbers that nobody registered.
    private void writeToNobodies(int people) {
        List<AccountId> nobodies = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            nobodies.add(new AccountId(UUID.randomUUID()));
        }
        BusinessMessagingGrpc.BusinessMessagingBlockingStub stub =
                BusinessMessagingGrpc.newBlockingStub(cafe.channel());
        for (AccountId nobody : nobodies) {
            int registrationId = stub.takeBundles(TakeBusinessBundlesRequest.newBuilder()
                            .setAccountId(ByteString.copyFrom(nobody.toBytes()))
                            .build())
                    .getBundles()
                    .getDevices(0)
                    .getRegistrationId();
            write(
                    Submits.to(nobody, List.of(Submits.ciphertext(registrationId, "hello")), relay.clock()),
                    MessageKind.RECEIPT);
        }
    }

    private GetBusinessResponse business() {
        return BusinessMessagingGrpc.newBlockingStub(cafe.channel())
                .getBusiness(GetBusinessRequest.getDefaultInstance());
    }

    private BusinessLimits limits() {
        return business().getLimits();
    }

    private void block(TestDevice person) {
        var _ = ControlsGrpc.newBlockingStub(person.channel())
                .block(BlockRequest.newBuilder()
                        .setAccountId(cafe.accountBytes())
                        .build());
    }

    private void stop(TestDevice person) {
        var _ = ControlsGrpc.newBlockingStub(person.channel())
                .stop(StopRequest.newBuilder()
                        .setBusinessAccountId(cafe.accountBytes())
                        .build());
    }

    private void tier(int tier) {
        BusinessChangeResponse changed =
                relay.operator(operator -> operator.limitBusiness(LimitBusinessRequest.newBuilder()
                        .setAccountId(cafe.accountBytes())
                        .setTier(tier)
                        .build()));
        assertThat(changed.getBusiness().getLimits().getTier()).isEqualTo(tier);
    }

    private void suspend(String reason) {
        var _ = relay.operator(operator -> operator.suspendBusiness(SuspendBusinessRequest.newBuilder()
                .setAccountId(cafe.accountBytes())
                .setReason(reason)
                .build()));
    }
}
