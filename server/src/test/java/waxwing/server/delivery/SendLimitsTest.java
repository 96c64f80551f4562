package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.BusinessMessagingGrpc;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.GetBusinessRequest;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.relay.v1.TakeBusinessBundlesRequest;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;
import waxwing.server.config.Budgets;
import waxwing.server.config.CodeBudget;
import waxwing.server.config.SendBudget;

/// How much accounts may send and be sent, over a real relay and a clock that is moved.
class SendLimitsTest {
    /// One each 857.14… ms.
    private static final int SUBMITS_PER_MINUTE = 70;

    private static final int BUSINESS_SUBMITS_PER_MINUTE = 90;
    private static final int TO_ONE_PER_MINUTE = 40;

    /// One sender may send one recipient 1 MiB at once, all together 4 MiB.
    private static final int INBOUND_MIB_HOURLY = 1;

    private static final String LARGE = "x".repeat(96 * 1024);
    private static final int LARGE_ONES_OF_A_SENDER = 10;

    @SuppressWarnings("NullAway.Init") // Started before each test.
    private TestRelay relay;

    @BeforeEach
    void start(@TempDir Path folder) {
        SendBudget sends =
                new SendBudget(SUBMITS_PER_MINUTE, BUSINESS_SUBMITS_PER_MINUTE, TO_ONE_PER_MINUTE, INBOUND_MIB_HOURLY);
        relay = TestRelay.start(
                folder, config -> config.withBudgets(new Budgets(CodeBudget.DEVELOPMENT, sends, 1_000, 1_000, 1_000)));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void anAccountSendsAsOftenAsItsBudgetSaysAndIsThenToldWhenToGoOn() {
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        TestDevice carol = TestDevice.ofPerson(relay, "+12025550103").register();

        for (int i = 0; i < SUBMITS_PER_MINUTE; i++) {
            assertThat(outcome(send(alice, Submits.to(i % 2 == 0 ? bob : carol, "hello", relay.clock()))))
                    .isEqualTo(OutcomeCase.ACCEPTED);
        }
        SubmitResult refused = send(alice, Submits.to(bob, "one too many", relay.clock()));

        waitAsTold(refused);
        assertThat(outcome(send(alice, Submits.to(bob, "in time", relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);
    }

    @Test
    void oneOtherAccountGetsNoMoreThanItsShareAndWhatWasAcceptedIsStillAcceptedWhenItIsRepeated() {
        TestDevice alice = TestDevice.ofPerson(relay, "+12025550101").register();
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550102").register();
        TestDevice carol = TestDevice.ofPerson(relay, "+12025550103").register();
        Submit first = Submits.to(bob, "hello", relay.clock());
        SubmitResult accepted = send(alice, first);
        for (int i = 1; i < TO_ONE_PER_MINUTE; i++) {
            assertThat(outcome(send(alice, Submits.to(bob, "hello", relay.clock()))))
                    .isEqualTo(OutcomeCase.ACCEPTED);
        }
        Submit tooMany = Submits.to(bob, "one too many", relay.clock());
        SubmitResult refused = send(alice, tooMany);

        assertThat(outcome(send(alice, Submits.to(carol, "hello", relay.clock()))))
                .isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(send(alice, first)).as("a repeat").isEqualTo(accepted);
        assertThat(send(alice, tooMany).hasRateLimited()).isTrue();
        waitAsTold(refused);
        assertThat(outcome(send(alice, tooMany))).isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(Connected.open(bob).deliveries(TO_ONE_PER_MINUTE + 1)).hasSize(TO_ONE_PER_MINUTE + 1);
    }

    @Test
    void aSenderUsesUpItsShareOfWhatARecipientMayBeSentAndAllTogetherNoMoreThanThat() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550100").register();
        for (int sender = 0; sender < 4; sender++) {
            TestDevice one = TestDevice.ofPerson(relay, "+1202555011" + sender).register();
            sendItsShare(one, bob);
        }
        TestDevice another = TestDevice.ofPerson(relay, "+12025550120").register();

        // 40 of 96 KiB are in, 2 more fit into the 4 MiB.
        assertThat(outcome(sendLarge(another, bob))).isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(outcome(sendLarge(another, bob))).isEqualTo(OutcomeCase.ACCEPTED);
        SubmitResult refused = sendLarge(another, bob);

        waitAsTold(refused);
        assertThat(outcome(sendLarge(another, bob))).isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(sendLarge(another, bob).hasRateLimited()).isTrue();
    }

    @Test
    void aBlockedSenderMeetsTheSameLimitAndUsesUpNothingOfTheRecipients() {
        TestDevice bob = TestDevice.ofPerson(relay, "+12025550100").register();
        for (int sender = 0; sender < 5; sender++) {
            TestDevice blocked =
                    TestDevice.ofPerson(relay, "+1202555011" + sender).register();
            block(bob, blocked);
            sendItsShare(blocked, bob);
        }
        TestDevice friend = TestDevice.ofPerson(relay, "+12025550120").register();

        sendItsShare(friend, bob);
        assertThat(Connected.open(bob).deliveries(LARGE_ONES_OF_A_SENDER)).hasSize(LARGE_ONES_OF_A_SENDER);
    }

    @Test
    void aBusinessMeetsTheSameLimitsWhateverTheRecipientIsAndWhateverOthersSendIt() {
        TestDevice cafe = TestDevice.ofBusiness(relay, "+12025550199").register();
        relay.approve(cafe);
        TestDevice quiet = TestDevice.ofPerson(relay, "+12025550100").register();
        TestDevice blocking = TestDevice.ofPerson(relay, "+12025550101").register();
        block(blocking, cafe);
        TestDevice busy = TestDevice.ofPerson(relay, "+12025550102").register();
        for (int sender = 0; sender < 5; sender++) {
            TestDevice one = TestDevice.ofPerson(relay, "+1202555011" + sender).register();
            for (int i = 0; i < LARGE_ONES_OF_A_SENDER; i++) {
                SubmitResult _ = sendLarge(one, busy);
            }
        }

        for (TestDevice recipient : new TestDevice[] {quiet, blocking, busy}) {
            assertThat(largeOnesThatPass(cafe, recipient.account(), recipient.registrationId()))
                    .isEqualTo(LARGE_ONES_OF_A_SENDER);
            relay.clock().advance(Duration.ofMinutes(1));
        }
        AccountId nobody = new AccountId(UUID.randomUUID());
        assertThat(largeOnesThatPass(cafe, nobody, registrationIdShownOf(cafe, nobody)))
                .isEqualTo(LARGE_ONES_OF_A_SENDER);
    }

    @Test
    void aBusinessHasABudgetOfItsOwnFromWhenItIsVerifiedUntilItIsSuspended() {
        TestDevice cafe = TestDevice.ofBusiness(relay, "+12025550106").register();
        List<TestDevice> people = IntStream.range(0, 3)
                .mapToObj(person ->
                        TestDevice.ofPerson(relay, "+1202555013" + person).register())
                .toList();

        assertThat(submitsUntilRefused(cafe, people)).isEqualTo(SUBMITS_PER_MINUTE);
        relay.approve(cafe);
        relay.clock().advance(Duration.ofMinutes(1));
        assertThat(submitsUntilRefused(cafe, people)).isEqualTo(BUSINESS_SUBMITS_PER_MINUTE);
        assertThat(submitsPerMinuteToldTo(cafe)).isEqualTo(BUSINESS_SUBMITS_PER_MINUTE);
        var _ = relay.operator(operator -> operator.suspendBusiness(SuspendBusinessRequest.newBuilder()
                .setAccountId(cafe.accountBytes())
                .setReason("complaints")
                .build()));
        relay.clock().advance(Duration.ofMinutes(1));
        assertThat(submitsUntilRefused(cafe, people)).isEqualTo(SUBMITS_PER_MINUTE);
        assertThat(submitsPerMinuteToldTo(cafe)).isEqualTo(SUBMITS_PER_MINUTE);
    }

    private static int submitsPerMinuteToldTo(TestDevice business) {
        return BusinessMessagingGrpc.newBlockingStub(business.channel())
                .getBusiness(GetBusinessRequest.getDefaultInstance())
                .getLimits()
                .getSubmitsPerMinute();
    }

    /// @return how many were not
    private int submitsUntilRefused(TestDevice business, List<TestDevice> people) {
        int submits = 0;
        while (true) {
            TestDevice person = people.get(submits % people.size());
            if (send(business, Submits.to(person, "receipt", relay.clock()), MessageKind.RECEIPT)
                    .hasRateLimited()) {
                return submits;
            }
            submits++;
        }
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
        waitAsTold(refused);
        assertThat(repair(cafe, bob).hasResults()).isTrue();
        assertThat(repair(cafe, bob).hasRateLimited()).isTrue();
    }

    private void sendItsShare(TestDevice from, TestDevice to) {
        for (int i = 0; i < LARGE_ONES_OF_A_SENDER; i++) {
            assertThat(outcome(sendLarge(from, to))).isEqualTo(OutcomeCase.ACCEPTED);
        }
        assertThat(sendLarge(from, to).hasRateLimited()).isTrue();
    }

    private SubmitResult sendLarge(TestDevice from, TestDevice to) {
        return send(from, Submits.to(to, LARGE, relay.clock()));
    }

    private int largeOnesThatPass(TestDevice business, AccountId recipient, int registrationId) {
        int passed = 0;
        while (passed <= LARGE_ONES_OF_A_SENDER) {
            Submit submit = Submits.to(recipient, List.of(Submits.ciphertext(registrationId, LARGE)), relay.clock());
            SubmitResult result = send(business, submit, MessageKind.RECEIPT);
            if (result.hasRateLimited()) {
                break;
            }
            assertThat(outcome(result)).isEqualTo(OutcomeCase.ACCEPTED);
            passed++;
        }
        return passed;
    }

    private static int registrationIdShownOf(TestDevice business, AccountId account) {
        DeviceBundle shown = BusinessMessagingGrpc.newBlockingStub(business.channel())
                .takeBundles(TakeBusinessBundlesRequest.newBuilder()
                        .setAccountId(ByteString.copyFrom(account.toBytes()))
                        .build())
                .getBundles()
                .getDevices(0);
        return shown.getRegistrationId();
    }

    private static void block(TestDevice person, TestDevice other) {
        var _ = ControlsGrpc.newBlockingStub(person.channel())
                .block(BlockRequest.newBuilder()
                        .setAccountId(other.accountBytes())
                        .build());
    }

    private void waitAsTold(SubmitResult refused) {
        assertThat(refused.hasRateLimited()).as(refused.toString()).isTrue();
        relay.clock().advance(Duration.ofMillis(refused.getRateLimited().getRetryAfterMs()));
    }

    private SubmitResult repair(TestDevice from, TestDevice to) {
        return send(from, Submits.to(to, "please repair", relay.clock()), MessageKind.REPAIR);
    }
}
