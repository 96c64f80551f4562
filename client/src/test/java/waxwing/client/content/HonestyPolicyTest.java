package waxwing.client.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.Reservation;
import waxwing.content.v1.Text;
import waxwing.model.MessageKind;

class HonestyPolicyTest {
    private static final Map<MessageKind, Body> HONEST = Map.of(
            MessageKind.RECEIPT, Body.newBuilder().setReceipt(Samples.receipt()).build(),
            MessageKind.RESERVATION,
                    Body.newBuilder().setReservation(Samples.reservation()).build(),
            MessageKind.DELIVERY,
                    Body.newBuilder().setDelivery(Samples.delivery()).build(),
            MessageKind.CODE, Body.newBuilder().setCode(Samples.code()).build(),
            MessageKind.OFFER, Body.newBuilder().setOffer(Samples.offer()).build(),
            MessageKind.CONVERSATION,
                    Body.newBuilder().setText(Text.newBuilder().setText("hi")).build());

    private static Body honest(MessageKind kind) {
        return Objects.requireNonNull(HONEST.get(kind));
    }

    private static Honesty judge(MessageKind label, String inner, Body body) {
        return HonestyPolicy.judge(label, inner, body, VerifiedDomains.of(Set.of("zeisig.example")));
    }

    private static Honesty mislabelled(Mislabel how) {
        return new Honesty.Mislabelled(how);
    }

    /// Every label with every inside and every content: 216 cases.
    @TestFactory
    Stream<DynamicTest> aMessageIsHonestWhereLabelInsideAndContentAgree() {
        return Stream.of(MessageKind.values())
                .flatMap(label -> Stream.of(MessageKind.values())
                        .flatMap(inner -> Stream.of(MessageKind.values())
                                .map(content -> DynamicTest.dynamicTest(
                                        label + " outside, " + inner + " inside, " + content,
                                        () -> agree(label, inner, content)))));
    }

    private static void agree(MessageKind label, MessageKind inner, MessageKind content) {
        Honesty expected = label != inner
                ? mislabelled(Mislabel.INNER_LABEL)
                : label != content ? mislabelled(Mislabel.OTHER_CONTENT) : new Honesty.AsLabelled();
        assertThat(judge(label, inner.name(), honest(content))).isEqualTo(expected);
    }

    @Test
    void anInsideThatSaysNothingOrNonsenseIsMislabelled() {
        for (String inner : new String[] {"", "receipt", "RECEIPT ", "ADVERTISEMENT"}) {
            assertThat(judge(MessageKind.RECEIPT, inner, honest(MessageKind.RECEIPT)))
                    .isEqualTo(mislabelled(Mislabel.INNER_LABEL));
        }
    }

    @Test
    void aTextOfTwoHundredCharactersIsAFieldAndALongerOneAnAdvertisement() {
        assertThat(judge(MessageKind.RECEIPT, "RECEIPT", soldBy("x".repeat(200))))
                .isEqualTo(new Honesty.AsLabelled());
        assertThat(judge(MessageKind.RECEIPT, "RECEIPT", soldBy("x".repeat(201))))
                .isEqualTo(mislabelled(Mislabel.FREE_TEXT));
        assertThat(judge(MessageKind.RECEIPT, "RECEIPT", soldBy("see www.shop.example")))
                .isEqualTo(mislabelled(Mislabel.FREE_TEXT));
    }

    private static Body soldBy(String seller) {
        return Body.newBuilder().setReceipt(Samples.receipt().setSeller(seller)).build();
    }

    @Test
    void aLinkToADomainThatIsNotTheBusinesssIsMislabelled() {
        Body reservation =
                Body.newBuilder().setReservation(Samples.reservation()).build();
        assertThat(HonestyPolicy.judge(
                        MessageKind.RESERVATION,
                        "RESERVATION",
                        reservation,
                        VerifiedDomains.of(Set.of("zeisig.example"))))
                .isEqualTo(new Honesty.AsLabelled());
        assertThat(HonestyPolicy.judge(
                        MessageKind.RESERVATION,
                        "RESERVATION",
                        reservation,
                        VerifiedDomains.of(Set.of("other.example"))))
                .isEqualTo(mislabelled(Mislabel.FOREIGN_LINK));
    }

    @Test
    void aCardThatCannotBeDrawnIsMalformedWhateverElseIsWrong() {
        Receipt.Builder off = Samples.receipt().setSeller("x".repeat(300)).clearTotal();
        Reservation.Builder driving = Samples.reservation().setWhat("\u001b[2J");
        for (Body body : new Body[] {
            Body.newBuilder().setReceipt(off).build(),
            Body.newBuilder().setReservation(driving).build(),
            Body.newBuilder().setAction(Action.getDefaultInstance()).build(),
            Body.getDefaultInstance()
        }) {
            assertThat(judge(MessageKind.OFFER, "RECEIPT", body)).isEqualTo(new Honesty.Malformed());
        }
    }

    @Test
    void anOfferHasNothingToHideBehindAndAWrongOneIsMalformed() {
        Body linked = Body.newBuilder()
                .setOffer(Samples.offer().setTitle("see https://elsewhere.example/x"))
                .build();
        assertThat(judge(MessageKind.OFFER, "OFFER", linked)).isEqualTo(new Honesty.Malformed());
    }
}
