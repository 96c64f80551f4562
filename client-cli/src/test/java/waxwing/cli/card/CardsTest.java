package waxwing.cli.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Address;
import waxwing.content.v1.Body;
import waxwing.content.v1.Carrier;
import waxwing.content.v1.Checkpoint;
import waxwing.content.v1.Code;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Discount;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Money;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Party;
import waxwing.content.v1.Payment;
import waxwing.content.v1.Place;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;
import waxwing.content.v1.Reservation;
import waxwing.content.v1.Tax;

class CardsTest {
    private final Cards cards = new Cards(ZoneId.of("America/New_York"));

    @Test
    void aReceiptAlignsItsMoneyAtTheRightEdge() {
        assertThat(drawn(Body.newBuilder().setReceipt(receipt()).build())).isEqualTo("""
                          Order A-1001
                          Seller     Corner Café
                          Ordered    21 Nov 2026
                          Status     processing
                          ------------------------------------------------------------------
                          Flat white                                                8.40 EUR
                            2 x 4.20 EUR
                          Beans                                                    11.10 EUR
                            0.250 KGM x 48.00 EUR
                            less 0.90 EUR
                          ------------------------------------------------------------------
                          Welcome (NEW10)                                          -1.95 EUR
                          VAT 20 % (included)                                       3.25 EUR
                          Rounding                                                 0.005 EUR
                          Total                                                   17.555 EUR
                          Payment    card Visa ending in 4242, complete
                          Paid       21 Nov 2026""");
    }

    @Test
    void aReservationShowsLocalTimesWithTheirZoneAndWhatTheyAreHere() {
        Reservation reservation = Reservation.newBuilder()
                .setEntity(Entity.newBuilder().setId("r").setRevision(2))
                .setReservationNumber("R-7")
                .setStatus(Reservation.Status.CHANGED)
                .setType(Reservation.Type.FOOD)
                .setWhat("Table by the window")
                .setStart(moment("2026-11-21T18:04:00", "Europe/Paris"))
                .setParty(Party.newBuilder().setSize(4).setAdults(3).setChildren(1))
                .setPlace(Place.newBuilder()
                        .setName("Chez Paul")
                        .setAddress(Address.newBuilder()
                                .setStreetAddress("13 rue de Charonne")
                                .setPostalCode("75011")
                                .setLocality("Paris")
                                .setCountry("FR"))
                        .setUrl("https://EXAMPLE.org/paul"))
                .setDeposit(money("JPY", 1200, 0))
                .build();
        assertThat(drawn(Body.newBuilder().setReservation(reservation).build())).isEqualTo("""
                          Reservation R-7 [updated, revision 2]
                          Status     changed
                          What       Table by the window
                          Kind       food
                          From       Sat 21 Nov 2026, 18:04 Europe/Paris (Sat 12:04 here)
                          Party      4 (adults 3, children 1)
                          Where      Chez Paul, 13 rue de Charonne, 75011 Paris, FR
                                     [example.org] https://EXAMPLE.org/paul
                          Deposit                                                   1200 JPY""");
    }

    @Test
    void aDeliveryListsItsCheckpoints() {
        Delivery delivery = Delivery.newBuilder()
                .setTrackingNumber("JJD1")
                .setPartOfOrder("A-1001")
                .setCarrier(Carrier.newBuilder().setName("Post"))
                .setTrackingUrl("https://track.example.com/JJD1")
                .setStatus(Delivery.Status.OUT_FOR_DELIVERY)
                .addItems("Beans")
                .addItems("Cup")
                .addCheckpoints(Checkpoint.newBuilder()
                        .setAt(moment("2026-11-22T07:30:00", "America/New_York"))
                        .setStatus(Delivery.Status.IN_TRANSIT)
                        .setPlace(Place.newBuilder().setName("Depot"))
                        .setText("left the depot"))
                .build();
        assertThat(drawn(Body.newBuilder().setDelivery(delivery).build())).isEqualTo("""
                          Parcel JJD1 of order A-1001
                          Status     out for delivery
                          Carrier    Post
                          Track at   [track.example.com] https://track.example.com/JJD1
                          Contents   Beans, Cup
                            * Sun 22 Nov 2026, 07:30 America/New_York
                              in transit, Depot, left the depot""");
    }

    @Test
    void aCodeIsOnItsCardAndInNoSummary() {
        Body code = Body.newBuilder()
                .setCode(Code.newBuilder()
                        .setCode("431 997")
                        .setPurpose("Sign in")
                        .setExpiresAt("2026-11-21T18:14:00+01:00"))
                .build();
        assertThat(drawn(code)).isEqualTo("""
                          Code
                          For        Sign in
                          Code       431 997
                          Expires    Sat 21 Nov 2026, 12:14 America/New_York""");
        assertThat(cards.summary(code)).hasToString("code for: Sign in");
    }

    @Test
    void anOfferShowsItsPriceItsValidityAndItsTerms() {
        Offer offer = Offer.newBuilder()
                .setEntity(Entity.newBuilder().setId("o").setRevision(1))
                .setTitle("Advent box")
                .setText("Four loaves.\nOne with figs, which is a long story that does not fit on one line.")
                .setPrice(money("EUR", 24, 0))
                .setDiscountCode("ADVENT")
                .setValidFrom(moment("2026-11-27T08:00:00", "America/New_York"))
                .setValidThrough(moment("2026-12-24T14:00:00", "America/New_York"))
                .setTermsUrl("https://example.org/advent")
                .build();
        assertThat(drawn(Body.newBuilder().setOffer(offer).build())).isEqualTo("""
                          Offer: Advent box
                          What       Four loaves.
                                     One with figs, which is a long story that does not fit
                                     on one line.
                          Price                                                    24.00 EUR
                          With code  ADVENT
                          From       Fri 27 Nov 2026, 08:00 America/New_York
                          Until      Thu 24 Dec 2026, 14:00 America/New_York
                          Terms      [example.org] https://example.org/advent""");
        assertThat(cards.summary(Body.newBuilder().setOffer(offer).build())).hasToString("offer: Advent box");
    }

    @Test
    void nothingInACardDrivesTheTerminal() {
        String attack = "\u001b]52;c;ZXZpbA==\u0007\n\u202e";
        Delivery delivery = Delivery.newBuilder()
                .setTrackingNumber(attack)
                .setTrackingUrl("https://" + attack)
                .setCarrier(Carrier.newBuilder().setName(attack))
                .addItems(attack)
                .addCheckpoints(
                        Checkpoint.newBuilder().setAt(moment(attack, attack)).setText(attack))
                .build();
        assertThat(drawn(Body.newBuilder().setDelivery(delivery).build()))
                .doesNotContain("\u001b", "\u0007", "\u202e")
                .contains("[unknown host]");
    }

    @Test
    void aLookalikeHostIsShownInItsAsciiForm() {
        Delivery delivery = Delivery.newBuilder()
                .setTrackingUrl("https://xn--pypal-4ve.com/x")
                .build();
        assertThat(drawn(Body.newBuilder().setDelivery(delivery).build())).contains("[xn--pypal-4ve.com]");
    }

    @Test
    void anAmountHasItsCurrencysDigitsAndIsNeverRounded() {
        assertThat(Amount.of(money("EUR", 12, 500_000_000))).hasToString("12.50 EUR");
        assertThat(Amount.of(money("JPY", 1200, 0))).hasToString("1200 JPY");
        assertThat(Amount.of(money("KWD", 1, 5_000_000))).hasToString("1.005 KWD");
        assertThat(Amount.of(money("EUR", 0, 1))).hasToString("0.000000001 EUR");
        assertThat(Amount.of(money("EUR", -3, -50_000_000))).hasToString("-3.05 EUR");
        assertThat(Amount.of(money("???", 3, 0))).hasToString("3.00 ???");
        assertThat(Amount.of(money("XAU", 3, 0))).hasToString("3 XAU");
        assertThat(Amount.of(money("EUR", 1_000_000, 0))).hasToString("1000000.00 EUR");
    }

    @Test
    void contentBecomesJsonWithTheContractsNames() {
        assertThat(ContentJson.of(Receipt.newBuilder()
                        .setEntity(Entity.newBuilder().setId("e").setRevision(1))
                        .setOrderStatus(Receipt.OrderStatus.PAYMENT_DUE)
                        .addTaxes(Tax.newBuilder().setIncluded(true))
                        .setTotal(money("EUR", 12, 0))
                        .build()))
                .hasToString("{\"entity\":{\"id\":\"e\",\"revision\":1},\"order_status\":\"PAYMENT_DUE\","
                        + "\"taxes\":[{\"included\":true}],"
                        + "\"total\":{\"currency_code\":\"EUR\",\"units\":\"12\",\"nanos\":0}}");
    }

    private String drawn(Body body) {
        List<SafeText> card = cards.card(body);
        return card.stream().map(row -> row.toString().substring(2)).collect(Collectors.joining("\n"));
    }

    private static Receipt receipt() {
        return Receipt.newBuilder()
                .setEntity(Entity.newBuilder().setId("a").setRevision(1))
                .setOrderNumber("A-1001")
                .setOrderDate("2026-11-21")
                .setOrderStatus(Receipt.OrderStatus.PROCESSING)
                .setSeller("Corner Café")
                .addLines(ReceiptLine.newBuilder()
                        .setName("Flat white")
                        .setQuantity("2")
                        .setUnitPrice(money("EUR", 4, 200_000_000))
                        .setLineTotal(money("EUR", 8, 400_000_000)))
                .addLines(ReceiptLine.newBuilder()
                        .setName("Beans")
                        .setQuantity("0.250")
                        .setUnitCode("KGM")
                        .setUnitPrice(money("EUR", 48, 0))
                        .setDiscount(money("EUR", 0, 900_000_000))
                        .setLineTotal(money("EUR", 11, 100_000_000)))
                .addDiscounts(Discount.newBuilder()
                        .setLabel("Welcome")
                        .setCode("NEW10")
                        .setAmount(money("EUR", 1, 950_000_000)))
                .addTaxes(Tax.newBuilder()
                        .setLabel("VAT")
                        .setRate("20")
                        .setAmount(money("EUR", 3, 250_000_000))
                        .setIncluded(true))
                .setRounding(money("EUR", 0, 5_000_000))
                .setTotal(money("EUR", 17, 555_000_000))
                .setPayment(Payment.newBuilder()
                        .setMethod("card")
                        .setBrand("Visa")
                        .setLast4("4242")
                        .setStatus(Payment.Status.COMPLETE)
                        .setPaidAt("2026-11-21T10:00:00Z"))
                .build();
    }

    private static Moment moment(String local, String zone) {
        return Moment.newBuilder().setLocalDateTime(local).setTimeZone(zone).build();
    }

    private static Money money(String currency, long units, int nanos) {
        return Money.newBuilder()
                .setCurrencyCode(currency)
                .setUnits(units)
                .setNanos(nanos)
                .build();
    }
}
