package waxwing.client.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static waxwing.client.content.Samples.code;
import static waxwing.client.content.Samples.delivery;
import static waxwing.client.content.Samples.offer;
import static waxwing.client.content.Samples.receipt;
import static waxwing.client.content.Samples.reservation;
import static waxwing.client.content.Violation.Code.INVALID_PARAMETER;
import static waxwing.client.content.Violation.Code.MISSING_PARAMETER;
import static waxwing.content.v1.Action.Type.CANCEL_RESERVATION;
import static waxwing.content.v1.Action.Type.CHANGE_RESERVATION;
import static waxwing.content.v1.Action.Type.CONFIRM_RESERVATION;
import static waxwing.content.v1.Action.Type.DISPUTE_RECEIPT;
import static waxwing.content.v1.Action.Type.INSTRUCT_DELIVERY;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Reservation;

class ActionRulesTest {
    /// Its reservation lists CONFIRM and CANCEL.
    private static final Body RESERVATION =
            Body.newBuilder().setReservation(reservation()).build();

    private static final Body DELIVERY =
            Body.newBuilder().setDelivery(delivery()).build();
    private static final Body RECEIPT = Body.newBuilder().setReceipt(receipt()).build();

    @Test
    void aReservationOffersWhatItListsAReceiptADisputeAndAnOfferNothing() {
        assertThat(ContentPolicy.offered(RESERVATION)).containsExactly(CONFIRM_RESERVATION, CANCEL_RESERVATION);
        assertThat(ContentPolicy.offered(RECEIPT)).containsExactly(DISPUTE_RECEIPT);
        assertThat(ContentPolicy.offered(Body.newBuilder().setOffer(offer()).build()))
                .isEmpty();
        assertThat(ContentPolicy.offered(Body.newBuilder().setCode(code()).build()))
                .isEmpty();
        assertThat(ContentPolicy.offered(Body.newBuilder()
                        .setReservation(reservation().clearActions().addActionsValue(77))
                        .build()))
                .isEmpty();
        assertThat(ContentPolicy.offered(Body.newBuilder()
                        .setReservation(reservation().addActions(Reservation.Action.CHANGE))
                        .build()))
                .containsExactly(CONFIRM_RESERVATION, CHANGE_RESERVATION, CANCEL_RESERVATION);
    }

    @ParameterizedTest
    @EnumSource(value = Delivery.Status.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
    void aDeliveryTakesInstructionsUntilItIsOver(Delivery.Status status) {
        boolean over = List.of("DELIVERED", "RETURNED", "CANCELLED", "EXPIRED", "STATUS_UNSPECIFIED")
                .contains(status.name());
        Body card = Body.newBuilder().setDelivery(delivery().setStatus(status)).build();

        assertThat(ContentPolicy.offered(card).contains(INSTRUCT_DELIVERY)).isEqualTo(!over);
    }

    @Test
    void whatIsOfferedIsAccepted() {
        assertThat(ContentPolicy.check(action(RESERVATION, CONFIRM_RESERVATION, ""), RESERVATION))
                .isEmpty();
        assertThat(ContentPolicy.check(action(RESERVATION, CANCEL_RESERVATION, "We are ill.\nSorry!"), RESERVATION))
                .isEmpty();
        assertThat(ContentPolicy.check(action(DELIVERY, INSTRUCT_DELIVERY, "https://maps.example/door"), DELIVERY))
                .isEmpty();
        assertThat(ContentPolicy.check(action(RECEIPT, DISPUTE_RECEIPT, "One loaf was missing"), RECEIPT))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("broken")
    void anActionNamesTheFieldThatBreaksARule(String param, Violation.Code code, Action action, Body card) {
        assertThat(ContentPolicy.check(action, card))
                .extracting(Violation::param, Violation::code)
                .containsExactly(tuple("action." + param, code));
    }

    static Stream<Arguments> broken() {
        Action cancel = action(RESERVATION, CANCEL_RESERVATION, "");
        return Stream.of(
                arguments(
                        "type",
                        MISSING_PARAMETER,
                        cancel.toBuilder().clearType().build(),
                        RESERVATION),
                arguments(
                        "type",
                        INVALID_PARAMETER,
                        cancel.toBuilder().setTypeValue(99).build(),
                        RESERVATION),
                arguments("type", INVALID_PARAMETER, action(RESERVATION, CHANGE_RESERVATION, "at nine"), RESERVATION),
                arguments("type", INVALID_PARAMETER, action(RECEIPT, CANCEL_RESERVATION, ""), RECEIPT),
                arguments("type", INVALID_PARAMETER, action(DELIVERY, DISPUTE_RECEIPT, "broken"), DELIVERY),
                arguments("text", MISSING_PARAMETER, action(RECEIPT, DISPUTE_RECEIPT, " "), RECEIPT),
                arguments("text", INVALID_PARAMETER, action(RECEIPT, DISPUTE_RECEIPT, "x".repeat(1_001)), RECEIPT),
                arguments("text", INVALID_PARAMETER, action(RECEIPT, DISPUTE_RECEIPT, "\u001b[2J"), RECEIPT),
                arguments("text", INVALID_PARAMETER, action(RESERVATION, CANCEL_RESERVATION, "\u0007"), RESERVATION),
                arguments(
                        "entity",
                        INVALID_PARAMETER,
                        cancel.toBuilder()
                                .setEntity(Entity.newBuilder().setId("table-7").setRevision(2))
                                .build(),
                        RESERVATION),
                arguments(
                        "entity",
                        INVALID_PARAMETER,
                        cancel.toBuilder().clearEntity().build(),
                        RESERVATION));
    }

    private static Action action(Body card, Action.Type type, String text) {
        Entity entity = card.hasReservation()
                ? card.getReservation().getEntity()
                : card.hasDelivery()
                        ? card.getDelivery().getEntity()
                        : card.getReceipt().getEntity();
        return Action.newBuilder().setEntity(entity).setType(type).setText(text).build();
    }
}
