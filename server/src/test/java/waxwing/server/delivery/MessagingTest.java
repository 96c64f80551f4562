package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.server.delivery.Submits.outcome;
import static waxwing.server.delivery.Submits.send;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.relay.v1.AllowRequest;
import waxwing.relay.v1.BlockRequest;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.Delivery;
import waxwing.relay.v1.Destination;
import waxwing.relay.v1.DestinationResult.OutcomeCase;
import waxwing.relay.v1.ExchangeOptions;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.NotPermitted;
import waxwing.relay.v1.StopRequest;
import waxwing.relay.v1.Submit;
import waxwing.relay.v1.SubmitResult;
import waxwing.relay.v1.Suppressed;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// Sends, streams and controls over a real relay and TLS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagingTest {
    @SuppressWarnings("NullAway.Init") // Started before all tests.
    private TestRelay relay;

    private int numbers = 100;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder.resolve("relay"));
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    @Test
    void aMessageReachesAConnectedDeviceWithItsSendersCertificate() throws InvalidProtocolBufferException {
        TestDevice alice = person();
        TestDevice bob = person();
        Connected phone = Connected.open(bob).drained();
        Submit submit = submit(alice, bob, "hello");
        assertThat(outcome(Connected.open(alice).submit(submit))).isEqualTo(OutcomeCase.ACCEPTED);
        Delivery delivery = phone.deliveries(1).getFirst();
        assertThat(delivery.getEnvelope().getCiphertext().toStringUtf8()).isEqualTo("hello");
        assertThat(delivery.getEnvelope().getSubmitId()).isEqualTo(submit.getSubmitId());
        assertThat(delivery.getEnvelope().getCommitments()).isEqualTo(submit.getCommitments());
        assertThat(delivery.getEnvelope().getRelayTag().size()).isEqualTo(32);
        assertThat(delivery.getEnvelope().hasLabel()).isFalse();
        Certificate sender =
                Certificate.parseFrom(delivery.getEnvelope().getSender().getCertificate());
        assertThat(sender.getPhoneNumber()).isEqualTo(alice.number().e164());
        assertThat(sender.getAccountId()).isEqualTo(alice.accountBytes());
    }

    @Test
    void whatWasAcceptedSurvivesARestartAndIsDeliveredUntilItIsAcknowledged() {
        TestDevice alice = person();
        TestDevice bob = person();
        assertThat(outcome(send(alice, submit(alice, bob, "one")))).isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(outcome(send(alice, submit(alice, bob, "two")))).isEqualTo(OutcomeCase.ACCEPTED);
        relay.restart();
        Connected first = Connected.open(bob);
        assertThat(texts(first.deliveries(2))).containsExactly("one", "two");
        first.acknowledge(first.deliveries().getFirst());
        Connected second = Connected.open(bob);
        assertThat(texts(second.deliveries(1))).containsExactly("two");
        second.acknowledge(second.deliveries().getFirst());
        second.drained();
    }

    @Test
    void aSecondStreamOfTheSameDeviceEndsTheFirst() {
        TestDevice bob = person();
        Connected first = Connected.open(bob).drained();
        Connected second = Connected.open(bob).drained();
        assertThat(first.ended().getCode()).isEqualTo(Status.Code.ABORTED);
        second.halfClose();
        assertThat(second.ended().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void registeringTheNumberAgainEndsTheOldDevicesStreamAndWipesItsQueue() {
        TestDevice alice = person();
        TestDevice old = person();
        Connected stream = Connected.open(old).drained();
        assertThat(outcome(send(alice, submit(alice, old, "for the old phone"))))
                .isEqualTo(OutcomeCase.ACCEPTED);
        TestDevice fresh = TestDevice.ofPerson(relay, old.number().e164()).register();
        assertThat(stream.ended().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(Connected.open(fresh).drained().deliveries()).isEmpty();
        SubmitResult stale = send(alice, submit(alice, old, "too late"));
        assertThat(stale.getResults().getResults(0).getMismatchedDevices().getStaleList())
                .containsExactly(1);
    }

    @Test
    void aStreamThatWasOpenedBeforeTheRevocationDoesNotBeginAfterIt() {
        TestDevice old = person();
        Connected parked = Connected.silent(old);
        TestDevice fresh = TestDevice.ofPerson(relay, old.number().e164()).register();
        parked.send(ClientFrame.newBuilder()
                .setOptions(ExchangeOptions.newBuilder().setClientVersion("test"))
                .build());
        assertThat(parked.ended().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        Connected.open(fresh).drained();
    }

    @Test
    void aStreamThatDoesNotBeginWithItsOptionsIsRefused() {
        TestDevice alice = person();
        Connected stream = Connected.silent(alice);
        stream.send(
                ClientFrame.newBuilder().setSubmit(submit(alice, alice, "x")).build());
        assertThat(stream.ended().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aRepeatedSubmitIsAcceptedAsTheFirstWasAndDeliveredOnce() {
        TestDevice alice = person();
        TestDevice bob = person();
        Submit submit = submit(alice, bob, "once");
        SubmitResult first = send(alice, submit);
        assertThat(send(alice, submit)).isEqualTo(first);
        assertThat(Connected.open(bob).deliveries(1)).hasSize(1);
    }

    @Test
    void wrongDevicesAreNamedAndNothingIsStored() {
        TestDevice alice = person();
        TestDevice bob = person();
        Submit submit = submit(alice, bob, "x");
        Destination.Builder destination = submit.getDestinations(0).toBuilder();
        destination.getCiphertextsBuilder(0).setDeviceId(2);
        SubmitResult result =
                send(alice, submit.toBuilder().setDestinations(0, destination).build());
        assertThat(result.getResults().getResults(0).getMismatchedDevices().getMissingList())
                .containsExactly(1);
        assertThat(result.getResults().getResults(0).getMismatchedDevices().getExtraList())
                .containsExactly(2);
        assertThat(Connected.open(bob).drained().deliveries()).isEmpty();
    }

    @Test
    void badSubmitsAreRefusedByTheirAnswerAndTheStreamGoesOn() {
        TestDevice alice = person();
        TestDevice bob = person();
        Connected stream = Connected.open(alice);
        Submit good = submit(alice, bob, "x");
        SubmitResult invalid = stream.submit(
                good.toBuilder().clearCommitments().setExpiresInS(-1).build());
        assertThat(invalid.getInvalid().getViolationsList())
                .extracting(violation -> violation.getField())
                .containsExactly("commitments.header", "commitments.body", "expires_in_s");
        assertThat(stream.submit(submit(alice, bob, "x".repeat(98_305)))
                        .getTooLarge()
                        .getActualBytes())
                .isEqualTo(98_305);
        Submit foreign = good.toBuilder()
                .addDestinations(Destination.newBuilder().setAccountId(ByteString.copyFrom(new byte[16])))
                .build();
        assertThat(stream.submit(foreign).getNotPermitted().getCode()).isEqualTo(NotPermitted.Code.NOT_OWN_ACCOUNT);
        long tooOld = relay.clock().millis() - Duration.ofHours(25).toMillis();
        Submit old = good.toBuilder().setSubmitId(Submits.id(tooOld)).build();
        assertThat(stream.submit(old).getNotPermitted())
                .isEqualTo(NotPermitted.newBuilder()
                        .setCode(NotPermitted.Code.SUBMIT_ID_OUT_OF_RANGE)
                        .setRelayTimeMs(relay.clock().millis())
                        .build());
        assertThat(outcome(stream.submit(good))).isEqualTo(OutcomeCase.ACCEPTED);
    }

    @Test
    void aPersonIsToldThatThereIsNoSuchRecipient() {
        TestDevice alice = person();
        AccountId nobody = new AccountId(new UUID(4, 4));
        assertThat(outcome(send(alice, Submits.to(nobody, List.of(), relay.clock()))))
                .isEqualTo(OutcomeCase.RECIPIENT_NOT_FOUND);
    }

    @Test
    void aBlockedPersonSeesAcceptedAndNothingArrives() {
        TestDevice alice = person();
        TestDevice bob = person();
        controls(bob)
                .block(BlockRequest.newBuilder()
                        .setAccountId(alice.accountBytes())
                        .build());
        assertThat(outcome(send(alice, submit(alice, bob, "unwanted")))).isEqualTo(OutcomeCase.ACCEPTED);
        assertThat(Connected.open(bob).drained().deliveries()).isEmpty();
    }

    @Test
    void anUnverifiedBusinessGetsAFailedStatusInItsMailboxThatSurvivesARestart() {
        TestDevice cafe = business();
        TestDevice bob = person();
        SubmitResult result = send(cafe, submit(cafe, bob, "receipt"), MessageKind.RECEIPT);
        assertThat(outcome(result)).isEqualTo(OutcomeCase.ACCEPTED);
        relay.restart();
        Delivery status = Connected.open(cafe).deliveries(1).getFirst();
        assertThat(status.getStatus().getFailed().getCode()).isEqualTo(Failed.Code.SENDER_NOT_VERIFIED);
        assertThat(status.getStatus().getSubmitId()).isEqualTo(result.getSubmitId());
        assertThat(Connected.open(bob).drained().deliveries()).isEmpty();
    }

    @Test
    void aBusinessMaySubmitOnlyWithALabel() {
        TestDevice cafe = business();
        TestDevice bob = person();
        assertThat(send(cafe, submit(cafe, bob, "x")).getNotPermitted().getCode())
                .isEqualTo(NotPermitted.Code.WRONG_SERVICE);
        assertThat(send(cafe, submit(cafe, bob, "x"), MessageKind.MESSAGE_KIND_UNSPECIFIED)
                        .hasInvalid())
                .isTrue();
        assertThat(send(cafe, submit(cafe, bob, "x".repeat(5_000)), MessageKind.REPAIR)
                        .hasTooLarge())
                .isTrue();
    }

    @Test
    void aPersonsStopIsToldAsASuppressedStatusAndABlockAsNothing() {
        TestDevice cafe = business();
        TestDevice bob = person();
        relay.approve(cafe);
        Connected phone = Connected.open(bob).drained();
        Connected gateway = Connected.open(cafe).drained();

        accepted(cafe, bob, "receipt", MessageKind.RECEIPT);
        assertThat(phone.deliveries(1).getLast().getEnvelope().getLabel().getKind())
                .isEqualTo(MessageKind.RECEIPT);

        accepted(cafe, bob, "offer", MessageKind.OFFER);
        assertThat(gateway.deliveries(1).getLast().getStatus().getSuppressed().getCode())
                .isEqualTo(Suppressed.Code.RECIPIENT_NOT_OPTED_IN);

        controls(bob)
                .stop(StopRequest.newBuilder()
                        .setBusinessAccountId(cafe.accountBytes())
                        .addKinds(MessageKind.RECEIPT)
                        .build());
        accepted(cafe, bob, "receipt", MessageKind.RECEIPT);
        assertThat(gateway.deliveries(2).getLast().getStatus().getSuppressed().getCode())
                .isEqualTo(Suppressed.Code.RECIPIENT_PREFERENCE);

        controls(bob)
                .block(BlockRequest.newBuilder()
                        .setAccountId(cafe.accountBytes())
                        .build());
        accepted(cafe, bob, "reservation", MessageKind.RESERVATION);
        accepted(cafe, bob, "receipt", MessageKind.RECEIPT);
        assertThat(gateway.deliveries(3)).as("answered as before the block").hasSize(3);
        assertThat(texts(phone.deliveries())).containsExactly("receipt");
    }

    @Test
    void aConversationNeedsThePersonsOwnWordAndNotWhatTheirClientTellsByItself() {
        TestDevice cafe = business();
        TestDevice bob = person();
        relay.approve(cafe);
        Connected phone = Connected.open(bob).drained();
        Connected gateway = Connected.open(cafe).drained();
        Submit receipt =
                submit(bob, cafe, "delivered").toBuilder().setAutomatic(true).build();
        assertThat(outcome(send(bob, receipt))).isEqualTo(OutcomeCase.ACCEPTED);
        gateway.deliveries(1);

        accepted(cafe, bob, "how are you?", MessageKind.CONVERSATION);
        assertThat(gateway.deliveries(2).getLast().getStatus().getSuppressed().getCode())
                .isEqualTo(Suppressed.Code.SERVICE_WINDOW_CLOSED);

        assertThat(outcome(send(bob, submit(bob, cafe, "hello")))).isEqualTo(OutcomeCase.ACCEPTED);
        gateway.deliveries(3);
        accepted(cafe, bob, "and to you", MessageKind.CONVERSATION);
        assertThat(texts(phone.deliveries(1))).containsExactly("and to you");
    }

    @Test
    void anOfferPassesOnceItWasNamedAndACodeAlways() {
        TestDevice cafe = business();
        TestDevice bob = person();
        relay.approve(cafe);
        Connected phone = Connected.open(bob).drained();
        Connected gateway = Connected.open(cafe).drained();
        accepted(cafe, bob, "code", MessageKind.CODE);

        allow(bob, cafe);
        accepted(cafe, bob, "offer before", MessageKind.OFFER);
        assertThat(gateway.deliveries(1).getLast().getStatus().getSuppressed().getCode())
                .as("an allow that does not name it")
                .isEqualTo(Suppressed.Code.RECIPIENT_NOT_OPTED_IN);
        allow(bob, cafe, MessageKind.OFFER);
        accepted(cafe, bob, "offer after", MessageKind.OFFER);

        assertThat(texts(phone.deliveries(2))).containsExactly("code", "offer after");
    }

    private static void allow(TestDevice person, TestDevice business, MessageKind... kinds) {
        controls(person)
                .allow(AllowRequest.newBuilder()
                        .setBusinessAccountId(business.accountBytes())
                        .addAllKinds(List.of(kinds))
                        .build());
    }

    private void accepted(TestDevice from, TestDevice to, String text, MessageKind kind) {
        assertThat(outcome(send(from, submit(from, to, text), kind))).isEqualTo(OutcomeCase.ACCEPTED);
    }

    private TestDevice person() {
        return TestDevice.ofPerson(relay, "+12025550" + numbers++).register();
    }

    private TestDevice business() {
        return TestDevice.ofBusiness(relay, "+12025550" + numbers++).register();
    }

    private static ControlsGrpc.ControlsBlockingStub controls(TestDevice device) {
        return ControlsGrpc.newBlockingStub(device.channel());
    }

    private Submit submit(TestDevice from, TestDevice to, String text) {
        return from == to ? Submits.to(to.account(), List.of(), relay.clock()) : Submits.to(to, text, relay.clock());
    }

    private static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(delivery -> delivery.getEnvelope().getCiphertext().toStringUtf8())
                .toList();
    }
}
