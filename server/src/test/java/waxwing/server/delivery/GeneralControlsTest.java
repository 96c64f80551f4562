package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import waxwing.relay.v1.ChangeGeneralControlsRequest;
import waxwing.relay.v1.Choice;
import waxwing.relay.v1.FirstMessages;
import waxwing.relay.v1.GeneralControls;
import waxwing.relay.v1.GetGeneralControlsRequest;
import waxwing.relay.v1.KindSetting;
import waxwing.relay.v1.ListChoicesRequest;
import waxwing.relay.v1.Means;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.ReadReceipts;
import waxwing.relay.v1.StopRequest;
import waxwing.relay.v1.Submit;
import waxwing.server.TestRelay;

/// What a person sets for all businesses, and how often a business may send offers, over a real relay.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneralControlsTest {
    @SuppressWarnings("NullAway.Init") // Started before all tests.
    private TestRelay relay;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Cafe cafe;

    @BeforeAll
    void start(@TempDir Path folder) {
        relay = TestRelay.start(folder.resolve("relay"));
    }

    @BeforeEach
    void open() {
        cafe = new Cafe(relay);
    }

    @AfterAll
    void stop() {
        relay.close();
    }

    @Test
    void aNewPersonHasThePublishedDefaults() {
        GeneralControls own = general();
        assertThat(own.getKindsList())
                .extracting(KindSetting::getKind, KindSetting::getSetting, KindSetting::getChosen)
                .containsExactly(
                        tuple(MessageKind.RECEIPT, KindSetting.Setting.ALLOW, false),
                        tuple(MessageKind.RESERVATION, KindSetting.Setting.ALLOW, false),
                        tuple(MessageKind.DELIVERY, KindSetting.Setting.ALLOW, false),
                        tuple(MessageKind.CODE, KindSetting.Setting.ALLOW, false),
                        tuple(MessageKind.CONVERSATION, KindSetting.Setting.ALLOW, false));
        assertThat(own.hasQuietHours()).isFalse();
        assertThat(own.getOffersPerWeek())
                .isEqualTo(own.getDefaultOffersPerWeek())
                .isEqualTo(4);
        assertThat(own.getReadReceipts()).isEqualTo(ReadReceipts.READ_RECEIPTS_ON);
        assertThat(own.getFirstMessages()).isEqualTo(FirstMessages.FIRST_MESSAGES_EVERYONE);
    }

    @Test
    void eachChangeIsToldWithAllOthersAndSurvivesARestart() {
        cafe.kind(MessageKind.RECEIPT, KindSetting.Setting.STOP);
        cafe.quietHours(22, 7, "Europe/Paris");
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(1));
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setReadReceipts(ReadReceipts.READ_RECEIPTS_OFF));
        GeneralControls all = cafe.change(
                ChangeGeneralControlsRequest.newBuilder().setFirstMessages(FirstMessages.FIRST_MESSAGES_CONTACTS));
        assertThat(all.getKinds(0).getSetting()).isEqualTo(KindSetting.Setting.STOP);
        assertThat(all.getKinds(0).getChosen()).isTrue();
        assertThat(all.getQuietHours().getFromMinute()).isEqualTo(22 * 60);
        assertThat(all.getQuietHours().getTimeZone()).isEqualTo("Europe/Paris");
        assertThat(all.getOffersPerWeek()).isEqualTo(1);
        assertThat(all.getReadReceipts()).isEqualTo(ReadReceipts.READ_RECEIPTS_OFF);
        relay.restart();
        assertThat(general()).isEqualTo(all);
    }

    @Test
    void aKindThatIsOffIsToldAsAPreferenceAndAYesToTheBusinessComesFirst() {
        cafe.kind(MessageKind.RECEIPT, KindSetting.Setting.STOP);
        cafe.sends(MessageKind.RECEIPT, "off");
        cafe.allow(MessageKind.RECEIPT);
        cafe.sends(MessageKind.RECEIPT, "wanted");
        assertThat(cafe.told()).containsExactly("RECIPIENT_PREFERENCE");
        assertThat(cafe.arrived()).containsExactly("wanted");
    }

    @Test
    void aWeekHasItsOffersAndTheNextOnesAreSuppressedUntilTheFirstIsAWeekOld() {
        cafe.allow(MessageKind.OFFER);
        for (int day = 1; day <= 4; day++) {
            cafe.sends(MessageKind.OFFER, "day " + day);
            relay.clock().advance(Duration.ofDays(1));
        }
        cafe.sends(MessageKind.OFFER, "day 5");
        cafe.sends(MessageKind.RECEIPT, "a receipt");
        assertThat(cafe.told()).containsExactly("RECIPIENT_LIMIT_REACHED");
        relay.restart();
        relay.clock().advance(Duration.ofDays(3).minusMillis(1));
        cafe.sends(MessageKind.OFFER, "a millisecond early");
        relay.clock().advance(Duration.ofMillis(1));
        cafe.sends(MessageKind.OFFER, "day 8");
        cafe.sends(MessageKind.OFFER, "day 8 again");
        assertThat(cafe.told()).containsExactly("RECIPIENT_LIMIT_REACHED", "RECIPIENT_LIMIT_REACHED");
        assertThat(cafe.arrived()).containsExactly("day 1", "day 2", "day 3", "day 4", "a receipt", "day 8");
    }

    @Test
    void aPersonLowersAndRaisesTheCapForTheVeryNextOffer() {
        cafe.allow(MessageKind.OFFER);
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(1));
        cafe.sends(MessageKind.OFFER, "first");
        cafe.sends(MessageKind.OFFER, "second");
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(2));
        cafe.sends(MessageKind.OFFER, "third");
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(0));
        cafe.sends(MessageKind.OFFER, "fourth");
        assertThat(cafe.told()).containsExactly("RECIPIENT_LIMIT_REACHED", "RECIPIENT_LIMIT_REACHED");
        assertThat(cafe.arrived()).containsExactly("first", "third");
    }

    @Test
    void anOfferThatIsSubmittedAgainCountsOnce() {
        cafe.allow(MessageKind.OFFER);
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(2));
        Submit first = cafe.sends(MessageKind.OFFER, "first");
        cafe.sends(MessageKind.OFFER, first);
        cafe.sends(MessageKind.OFFER, first);
        cafe.sends(MessageKind.OFFER, "second");
        assertThat(cafe.told()).isEmpty();
        assertThat(cafe.arrived()).containsExactly("first", "second");
    }

    @Test
    void aBlockedBusinesssOffersGoOnCounting() {
        cafe.allow(MessageKind.OFFER);
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(2));
        cafe.sends(MessageKind.OFFER, "seen");
        cafe.block();
        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(100));
        cafe.kind(MessageKind.RECEIPT, KindSetting.Setting.STOP);
        cafe.sends(MessageKind.RECEIPT, "not seen");
        cafe.sends(MessageKind.OFFER, "not seen");
        cafe.sends(MessageKind.OFFER, "over the limit of when it was blocked");
        assertThat(cafe.told()).containsExactly("RECIPIENT_LIMIT_REACHED");
        assertThat(cafe.arrived()).containsExactly("seen");
    }

    @Test
    void offersThatComeTogetherDoNotPassTheCapTogether() {
        cafe.allow(MessageKind.OFFER);
        List<Thread> senders = IntStream.range(0, 12)
                .mapToObj(i -> Thread.ofVirtual().start(() -> cafe.sends(MessageKind.OFFER, "offer " + i)))
                .toList();
        for (Thread sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(cafe.told()).hasSize(8).containsOnly("RECIPIENT_LIMIT_REACHED");
        assertThat(cafe.arrived()).hasSize(4);
    }

    @Test
    void whatWasChosenIsKeptWithWhenHowAndWhere() {
        cafe.allow(MessageKind.OFFER);
        long first = relay.clock().millis();
        relay.clock().advance(Duration.ofMinutes(5));
        var _ = cafe.controls()
                .stop(StopRequest.newBuilder()
                        .setBusinessAccountId(cafe.business().accountBytes())
                        .addKinds(MessageKind.OFFER)
                        .setMeans(Means.MESSAGE)
                        .build());
        List<Choice> choices = cafe.controls()
                .listChoices(ListChoicesRequest.newBuilder()
                        .setBusinessAccountId(cafe.business().accountBytes())
                        .build())
                .getChoicesList();
        assertThat(choices)
                .extracting(Choice::getKind, Choice::getSetting, Choice::getMeans, Choice::getChosenAtMs)
                .containsExactly(
                        tuple(
                                MessageKind.OFFER,
                                KindSetting.Setting.STOP,
                                Means.MESSAGE,
                                relay.clock().millis()),
                        tuple(MessageKind.OFFER, KindSetting.Setting.ALLOW, Means.COMMAND, first));
        assertThat(choices).extracting(Choice::getDeviceId).containsOnly(1);
    }

    @Test
    void whatMakesNoSenseIsRefusedAndChangesNothing() {
        assertThatThrownBy(() -> cafe.quietHours(22, 22, "UTC"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> cafe.quietHours(22, 7, "Mars/Olympus")).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> cafe.quietHours(24, 7, "UTC")).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> cafe.change(ChangeGeneralControlsRequest.newBuilder()))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() ->
                        cafe.change(ChangeGeneralControlsRequest.newBuilder().setOffersPerWeek(101)))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> cafe.kind(MessageKind.OFFER, KindSetting.Setting.ALLOW))
                .as("offers need a yes to each business")
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThat(general())
                .isEqualTo(
                        new Cafe(relay).controls().getGeneralControls(GetGeneralControlsRequest.getDefaultInstance()));
    }

    private GeneralControls general() {
        return cafe.controls().getGeneralControls(GetGeneralControlsRequest.getDefaultInstance());
    }
}
