package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.ControlsGrpc;
import waxwing.relay.v1.HeldRequest;
import waxwing.relay.v1.KindSetting;
import waxwing.relay.v1.ListRequestsRequest;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.NoQuietHours;
import waxwing.relay.v1.Submit;
import waxwing.server.TestDevice;
import waxwing.server.TestRelay;

/// What a person's settings hold, over a real relay whose clock is moved.
class HoldingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init") // Started before each test.
    private TestRelay relay;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Cafe cafe;

    @BeforeEach
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder.resolve("relay"));
        cafe = new Cafe(relay);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void whatIsAskedAboutIsHeldAndGoesOnInOrderOnceItIsAllowed() {
        cafe.ask(MessageKind.RECEIPT, MessageKind.DELIVERY);
        cafe.sends(MessageKind.RECEIPT, "receipt 1");
        cafe.sends(MessageKind.DELIVERY, "parcel");
        cafe.sends(MessageKind.RECEIPT, "receipt 2");
        cafe.sends(MessageKind.RESERVATION, "table");
        assertThat(cafe.arrived()).as("before the answer").containsExactly("table");
        assertThat(requests())
                .extracting(HeldRequest::getKind, HeldRequest::getMessages, HeldRequest::getBusinessName)
                .containsExactlyInAnyOrder(
                        tuple(MessageKind.RECEIPT, 2, "Cup & Corner"), tuple(MessageKind.DELIVERY, 1, "Cup & Corner"));

        cafe.allow(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, "receipt 3");
        assertThat(cafe.arrived()).containsExactly("receipt 1", "receipt 2", "receipt 3");
        assertThat(requests()).extracting(HeldRequest::getKind).containsExactly(MessageKind.DELIVERY);
        assertThat(cafe.told()).as("the business sees only accepted").isEmpty();
    }

    @Test
    void whatIsRefusedIsDroppedAndNobodyIsTold() {
        cafe.ask(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, "unwanted");
        cafe.stop(MessageKind.RECEIPT);
        cafe.allow(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, "wanted");
        assertThat(cafe.arrived()).containsExactly("wanted");
        assertThat(requests()).isEmpty();
        assertThat(cafe.told()).isEmpty();
    }

    @Test
    void aKindIsAskedAboutForEachBusinessThatHasNoAnswerYet() {
        cafe.kind(MessageKind.DELIVERY, KindSetting.Setting.ASK);
        cafe.sends(MessageKind.DELIVERY, "held");
        assertThat(cafe.arrived()).isEmpty();
        cafe.kind(MessageKind.DELIVERY, KindSetting.Setting.SETTING_UNSPECIFIED);
        assertThat(cafe.arrived()).containsExactly("held");
    }

    @Test
    void anOfferIsAskedAboutOnlyWhereThePersonNamedTheBusiness() {
        cafe.ask();
        cafe.sends(MessageKind.OFFER, "nobody said yes to it");
        assertThat(cafe.told()).containsExactly("RECIPIENT_NOT_OPTED_IN");
        cafe.ask(MessageKind.OFFER);
        cafe.sends(MessageKind.OFFER, "asked");
        assertThat(cafe.arrived()).isEmpty();
        cafe.allow(MessageKind.OFFER);
        assertThat(cafe.arrived()).containsExactly("asked");
    }

    @Test
    void quietHoursHoldAllButCodesUntilTheyEndByTheClocksOfThePlaceAcrossTheirChange() {
        // In Paris, clocks are put forward in the night to 2027-03-28: 07:00 is 05:00 UTC then, and 06:00 before.
        moveTo("2027-03-27T20:30:00Z");
        cafe.quietHours(22, 7, "Europe/Paris");
        cafe.sends(MessageKind.RECEIPT, "before ten");
        moveTo("2027-03-27T21:00:00Z");
        cafe.sends(MessageKind.RECEIPT, "at ten");
        cafe.sends(MessageKind.CODE, "code");
        moveTo("2027-03-28T04:59:59Z");
        cafe.sends(MessageKind.DELIVERY, "a second to seven");
        assertThat(cafe.arrived()).containsExactly("before ten", "code");
        assertThat(requests()).as("no answer is asked for").isEmpty();

        moveTo("2027-03-28T05:00:00Z");
        cafe.sends(MessageKind.RECEIPT, "at seven");
        assertThat(arrivedInTime(3)).containsExactly("at ten", "a second to seven", "at seven");
        assertThat(cafe.told()).isEmpty();
    }

    @Test
    void quietHoursEndWithTheirHourWhereClocksArePutBack() {
        // In New York 07:00 is 11:00 UTC until 2027-11-06 and 12:00 UTC from 2027-11-07 on.
        moveTo("2027-11-07T03:00:00Z");
        cafe.quietHours(22, 7, "America/New_York");
        cafe.sends(MessageKind.RECEIPT, "in the night");
        moveTo("2027-11-07T11:59:59Z");
        assertThat(cafe.arrived()).isEmpty();
        moveTo("2027-11-07T12:00:00Z");
        assertThat(arrivedInTime(1)).containsExactly("in the night");
    }

    @Test
    void endingQuietHoursLetsGoOnWhatTheyHeld() {
        cafe.quietHours(0, 23, "UTC");
        cafe.sends(MessageKind.RECEIPT, "held");
        assertThat(cafe.arrived()).isEmpty();
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setNoQuietHours(NoQuietHours.getDefaultInstance()));
        assertThat(cafe.arrived()).containsExactly("held");
    }

    @Test
    void anAnswerInQuietHoursTakesEffectWhenTheyEnd() {
        cafe.ask(MessageKind.RECEIPT);
        cafe.quietHours(10, 14, "UTC");
        cafe.sends(MessageKind.RECEIPT, "held");
        cafe.allow(MessageKind.RECEIPT);
        assertThat(cafe.arrived()).isEmpty();
        relay.clock().advance(Duration.ofHours(2));
        assertThat(arrivedInTime(1)).containsExactly("held");
    }

    @Test
    void whatIsHeldAndTheSettingsSurviveARestart() {
        cafe.ask(MessageKind.RECEIPT);
        cafe.quietHours(10, 14, "UTC");
        cafe.sends(MessageKind.RECEIPT, "asked");
        cafe.sends(MessageKind.DELIVERY, "quiet");
        relay.restart();
        assertThat(cafe.arrived()).isEmpty();
        assertThat(requests()).extracting(HeldRequest::getMessages).containsExactly(1);
        relay.clock().advance(Duration.ofHours(3));
        relay.restart();
        assertThat(arrivedInTime(1))
                .as("its hours ended while the relay was down")
                .containsExactly("quiet");
        cafe.allow(MessageKind.RECEIPT);
        assertThat(cafe.arrived()).containsExactly("asked");
    }

    @Test
    void aHeldMessageExpiresWithItsTime() {
        cafe.ask(MessageKind.RECEIPT);
        Submit hour = Submits.to(cafe.person(), "for an hour", relay.clock()).toBuilder()
                .setExpiresInS(3_600)
                .build();
        cafe.sends(MessageKind.RECEIPT, hour);
        cafe.sends(MessageKind.RECEIPT, "for long");
        relay.clock().advance(Duration.ofHours(1));
        assertThat(requests()).extracting(HeldRequest::getMessages).containsExactly(1);
        cafe.allow(MessageKind.RECEIPT);
        assertThat(cafe.arrived()).containsExactly("for long");
    }

    @Test
    void aRepeatedSubmitOfAHeldMessageIsHeldOnce() {
        cafe.ask(MessageKind.RECEIPT);
        Submit once = cafe.sends(MessageKind.RECEIPT, "once");
        cafe.sends(MessageKind.RECEIPT, once);
        cafe.allow(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, once);
        assertThat(cafe.arrived()).containsExactly("once");
    }

    @Test
    void aBlockDropsWhatIsHeldAndTheBusinessGoesOnSeeingAccepted() {
        cafe.ask(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, "held before");
        cafe.block();
        cafe.sends(MessageKind.RECEIPT, "sent after");
        assertThat(requests()).isEmpty();
        cafe.allow(MessageKind.RECEIPT);
        assertThat(cafe.arrived()).isEmpty();
        assertThat(cafe.told()).isEmpty();
    }

    @Test
    void aConnectedDeviceGetsWhatIsLetGoOnAtOnce() {
        Connected phone = Connected.open(cafe.person()).prompt().drained();
        cafe.ask(MessageKind.RECEIPT);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add("receipt " + i);
            cafe.sends(MessageKind.RECEIPT, sent.getLast());
        }
        cafe.allow(MessageKind.RECEIPT);
        assertThat(phone.deliveries(100).stream()
                        .map(delivery -> delivery.getEnvelope().getCiphertext().toStringUtf8()))
                .containsExactlyElementsOf(sent);
    }

    @Test
    void aDeviceThatIsRevokedTakesWhatIsHeldWithIt() {
        cafe.ask(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, "for the old phone");
        TestDevice fresh =
                TestDevice.ofPerson(relay, cafe.person().number().e164()).register();
        assertThat(fresh.wasKept()).isTrue();
        assertThat(ControlsGrpc.newBlockingStub(fresh.channel())
                        .listRequests(ListRequestsRequest.getDefaultInstance())
                        .getRequestsList())
                .isEmpty();
    }

    private List<HeldRequest> requests() {
        return cafe.controls()
                .listRequests(ListRequestsRequest.getDefaultInstance())
                .getRequestsList();
    }

    private void moveTo(String instant) {
        relay.clock().advance(Duration.between(relay.clock().instant(), Instant.parse(instant)));
    }

    /// Waits for so many messages, which come by themselves.
    private List<String> arrivedInTime(int count) {
        List<String> arrived = new ArrayList<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            arrived.addAll(cafe.arrived());
            assertThat(arrived).hasSizeGreaterThanOrEqualTo(count);
        });
        return arrived;
    }
}
