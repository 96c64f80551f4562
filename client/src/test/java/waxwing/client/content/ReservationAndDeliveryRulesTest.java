package waxwing.client.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static waxwing.client.content.Samples.delivery;
import static waxwing.client.content.Samples.money;
import static waxwing.client.content.Samples.paris;
import static waxwing.client.content.Samples.receipt;
import static waxwing.client.content.Samples.reservation;
import static waxwing.client.content.Violation.Code.AMOUNT_MISMATCH;
import static waxwing.client.content.Violation.Code.INVALID_PARAMETER;
import static waxwing.client.content.Violation.Code.MISSING_PARAMETER;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.content.v1.Body;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Reservation;
import waxwing.model.MessageKind;

class ReservationAndDeliveryRulesTest {
    private static final VerifiedDomains OWN = VerifiedDomains.of(Set.of("zeisig.example"));

    @Test
    void completeContentIsAccepted() {
        assertThat(ContentPolicy.check(reservation().build(), OWN)).isEmpty();
        assertThat(ContentPolicy.check(delivery().build(), OWN)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("brokenReservations")
    void aReservationNamesTheFieldThatBreaksARule(
            String param, Violation.Code code, Consumer<Reservation.Builder> breakIt) {
        Reservation.Builder reservation = reservation();
        breakIt.accept(reservation);

        assertThat(ContentPolicy.check(reservation.build(), OWN))
                .extracting(Violation::param, Violation::code)
                .containsExactly(tuple("content.reservation." + param, code));
    }

    static Stream<Arguments> brokenReservations() {
        return Stream.of(
                reserved("entity", MISSING_PARAMETER, Reservation.Builder::clearEntity),
                reserved("reservation_number", MISSING_PARAMETER, Reservation.Builder::clearReservationNumber),
                reserved("status", MISSING_PARAMETER, Reservation.Builder::clearStatus),
                reserved("type", MISSING_PARAMETER, Reservation.Builder::clearType),
                reserved("type", INVALID_PARAMETER, r -> r.setTypeValue(40)),
                reserved("what", MISSING_PARAMETER, Reservation.Builder::clearWhat),
                reserved("start", MISSING_PARAMETER, Reservation.Builder::clearStart),
                reserved("start.local_date_time", INVALID_PARAMETER, r -> r.setStart(paris("2026-11-28T25:00:00"))),
                reserved("start.local_date_time", INVALID_PARAMETER, r -> r.setStart(paris("2026-11-28T19:30Z"))),
                reserved("start.local_date_time", MISSING_PARAMETER, r -> r.setStart(paris(""))),
                reserved(
                        "start.time_zone",
                        MISSING_PARAMETER,
                        r -> r.getStartBuilder().clearTimeZone()),
                reserved(
                        "end.time_zone",
                        INVALID_PARAMETER,
                        r -> r.getEndBuilder().setTimeZone("Europe/Pari")),
                reserved(
                        "end.time_zone",
                        INVALID_PARAMETER,
                        r -> r.getEndBuilder().setTimeZone("+01:00")),
                reserved("end", INVALID_PARAMETER, r -> r.setEnd(paris("2026-11-28T19:29:59"))),
                reserved("party", MISSING_PARAMETER, Reservation.Builder::clearParty),
                reserved(
                        "party.size",
                        MISSING_PARAMETER,
                        r -> r.getPartyBuilder().setSize(0).setAdults(2)),
                reserved(
                        "place.name",
                        MISSING_PARAMETER,
                        r -> r.getPlaceBuilder().clearName()),
                reserved(
                        "place.url", INVALID_PARAMETER, r -> r.getPlaceBuilder().setUrl("http://zeisig.example/")),
                reserved(
                        "place.phone",
                        INVALID_PARAMETER,
                        r -> r.getPlaceBuilder().setPhone("call us")),
                reserved(
                        "place.address.country",
                        INVALID_PARAMETER,
                        r -> r.getPlaceBuilder().getAddressBuilder().setCountry("France")),
                reserved("deposit", AMOUNT_MISMATCH, r -> r.setDeposit(money("USD", 20, 0))),
                reserved(
                        "cancel_by.time_zone",
                        MISSING_PARAMETER,
                        r -> r.getCancelByBuilder().clearTimeZone()),
                reserved("cancellation_policy", INVALID_PARAMETER, r -> r.setCancellationPolicy("é".repeat(201))),
                reserved("actions[1]", INVALID_PARAMETER, r -> r.setActions(1, Reservation.Action.CONFIRM)),
                reserved("actions[0]", INVALID_PARAMETER, r -> r.setActionsValue(0, 9)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("brokenDeliveries")
    void aDeliveryNamesTheFieldThatBreaksARule(String param, Violation.Code code, Consumer<Delivery.Builder> breakIt) {
        Delivery.Builder delivery = delivery();
        breakIt.accept(delivery);

        assertThat(ContentPolicy.check(delivery.build(), OWN))
                .extracting(Violation::param, Violation::code)
                .containsExactly(tuple("content.delivery." + param, code));
    }

    static Stream<Arguments> brokenDeliveries() {
        return Stream.of(
                delivered("entity", MISSING_PARAMETER, Delivery.Builder::clearEntity),
                delivered("carrier", MISSING_PARAMETER, Delivery.Builder::clearCarrier),
                delivered(
                        "carrier.name",
                        MISSING_PARAMETER,
                        d -> d.getCarrierBuilder().clearName()),
                delivered("tracking_number", MISSING_PARAMETER, Delivery.Builder::clearTrackingNumber),
                delivered("tracking_url", INVALID_PARAMETER, d -> d.setTrackingUrl("javascript:alert(1)")),
                delivered("status", MISSING_PARAMETER, Delivery.Builder::clearStatus),
                delivered("status", INVALID_PARAMETER, d -> d.setStatusValue(12)),
                delivered("estimated_until", INVALID_PARAMETER, d -> d.setEstimatedUntil(paris("2026-11-23T09:00:00"))),
                delivered(
                        "checkpoints[0].at",
                        MISSING_PARAMETER,
                        d -> d.getCheckpointsBuilder(0).clearAt()),
                delivered(
                        "checkpoints[0].status",
                        MISSING_PARAMETER,
                        d -> d.getCheckpointsBuilder(0).clearStatus()),
                delivered(
                        "checkpoints[0].text",
                        INVALID_PARAMETER,
                        d -> d.getCheckpointsBuilder(0).setText("Buy more at www.zeisig.example")),
                delivered(
                        "delivered_at.time_zone",
                        INVALID_PARAMETER,
                        d -> d.setDeliveredAt(Moment.newBuilder()
                                .setLocalDateTime("2026-11-24T10:00:00")
                                .setTimeZone("Mars/Olympus"))),
                delivered(
                        "pickup.place",
                        MISSING_PARAMETER,
                        d -> d.getPickupBuilder().clearPlace()),
                delivered(
                        "pickup.opens",
                        INVALID_PARAMETER,
                        d -> d.getPickupBuilder().setOpens("8\t19")),
                delivered("items[1]", MISSING_PARAMETER, d -> d.addItems("")),
                delivered("part_of_order", INVALID_PARAMETER, d -> d.setPartOfOrder("\u202e1001")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:pw@zeisig.example/",
                "https://zeisig.example@evil.example/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://localhost/",
                "HTTP://zeisig.example/",
                "ftp://zeisig.example/",
                "//zeisig.example/",
                "zeisig.example",
                "https://zeisig.example/\u001b[31m",
                "https://zeisig.example/a b",
                "https://zeisіg.example/",
                "https:///x",
                "https:x"
            })
    void aLinkIsHttpsToAPublicHostInPlainAscii(String url) {
        assertThat(ContentPolicy.check(delivery().setTrackingUrl(url).build(), OWN))
                .extracting(Violation::param)
                .containsExactly("content.delivery.tracking_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Booking.com",
                "5 % off 2 kg/m², Müller & Söhne",
                "Dr. Zhivago and/or 東京 👩‍👩‍👧",
                "ratio 3:1",
                "a/b",
                "No. 7/8",
                "data: none"
            })
    void ordinaryTextIsNotTakenForALink(String text) {
        assertThat(ContentPolicy.check(reservation().setWhat(text).build(), OWN))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"see HTTPS://x.example", "go to bit.ly/3xyz", "www.x.example", "mailto:a@x.example", "x://y"})
    void aLinkInATextIsRefused(String text) {
        assertThat(ContentPolicy.check(reservation().setWhat(text).build(), OWN))
                .extracting(Violation::param)
                .containsExactly("content.reservation.what");
    }

    @Test
    void verifiedDomainsStandForThemselvesAndAllBelow() {
        VerifiedDomains domains = VerifiedDomains.of(Set.of("Zeisig.example"));

        assertThat(ContentPolicy.check(delivery().build(), domains)).isEmpty();
        assertThat(ContentPolicy.check(
                        delivery().setTrackingUrl("https://notzeisig.example/").build(), domains))
                .extracting(Violation::param)
                .containsExactly("content.delivery.tracking_url");
    }

    @Test
    void aBodyHasToBeWhatItsKindSays() {
        Body body = Body.newBuilder().setReceipt(receipt()).build();

        assertThat(ContentPolicy.check(MessageKind.RECEIPT, body, OWN)).isEmpty();
        assertThat(List.of(MessageKind.DELIVERY, MessageKind.RESERVATION, MessageKind.OFFER))
                .allSatisfy(kind -> assertThat(ContentPolicy.check(kind, body, OWN))
                        .extracting(Violation::param)
                        .containsExactly("content"));
    }

    @Test
    void aViolationPrintsNoContent() {
        assertThat(ContentPolicy.check(reservation().setWhat("secret\n").build(), OWN)
                        .toString())
                .contains("content.reservation.what: invalid_parameter")
                .doesNotContain("secret");
    }

    private static Arguments reserved(String param, Violation.Code code, Consumer<Reservation.Builder> breakIt) {
        return arguments(param, code, breakIt);
    }

    private static Arguments delivered(String param, Violation.Code code, Consumer<Delivery.Builder> breakIt) {
        return arguments(param, code, breakIt);
    }
}
