package waxwing.client.content;

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
import waxwing.content.v1.Pickup;
import waxwing.content.v1.Place;
import waxwing.content.v1.Receipt;
import waxwing.content.v1.ReceiptLine;
import waxwing.content.v1.Reservation;
import waxwing.content.v1.Tax;

/// Content that breaks no rule, for tests to break.
public final class Samples {
    private Samples() {}

    /// 7.50 + 5.20 - 1.00 + 4.90 + 0.332 (tax on top) + 1.00 + 0.008 = 17.94; the included tax does not count.
    public static Receipt.Builder receipt() {
        return Receipt.newBuilder()
                .setEntity(entity("order-1001"))
                .setOrderNumber("1001")
                .setOrderDate("2026-11-21")
                .setOrderStatus(Receipt.OrderStatus.PROCESSING)
                .setSeller("Bäckerei Zeisig")
                .addLines(line(1, "Rye bread", "2", euros(7, 500_000_000)))
                .addLines(line(2, "Butter", "0.250", euros(5, 200_000_000))
                        .setUnitCode("KGM")
                        .setDiscount(euros(0, 300_000_000)))
                .setSubtotal(euros(12, 700_000_000))
                .addDiscounts(Discount.newBuilder()
                        .setLabel("Welcome")
                        .setCode("HELLO")
                        .setAmount(euros(1, 0)))
                .setShipping(euros(4, 900_000_000))
                .addTaxes(Tax.newBuilder()
                        .setLabel("VAT")
                        .setRate("5.5")
                        .setAmount(euros(0, 660_000_000))
                        .setIncluded(true))
                .addTaxes(Tax.newBuilder().setLabel("Eco fee").setRate("2").setAmount(euros(0, 332_000_000)))
                .setTip(euros(1, 0))
                .setRounding(euros(0, 8_000_000))
                .setTotal(euros(17, 940_000_000))
                .setPayment(Payment.newBuilder()
                        .setMethod("card")
                        .setBrand("Visa")
                        .setLast4("4242")
                        .setStatus(Payment.Status.COMPLETE)
                        .setPaidAt("2026-11-21T18:04:00+01:00"))
                .setInvoiceNumber("F-2026-77");
    }

    public static Reservation.Builder reservation() {
        return Reservation.newBuilder()
                .setEntity(entity("table-7"))
                .setReservationNumber("R-88")
                .setStatus(Reservation.Status.CONFIRMED)
                .setType(Reservation.Type.FOOD)
                .setWhat("Table by the window")
                .setStart(paris("2026-11-28T19:30:00"))
                .setEnd(paris("2026-11-28T21:30:00"))
                .setParty(Party.newBuilder().setSize(4))
                .setUnderName("Alice")
                .setPlace(Place.newBuilder().setName("Chez Zeisig").setUrl("https://zeisig.example/"))
                .setTotal(euros(120, 0))
                .setDeposit(euros(20, 0))
                .setCancelBy(paris("2026-11-27T19:30:00"))
                .addActions(Reservation.Action.CONFIRM)
                .addActions(Reservation.Action.CANCEL);
    }

    public static Delivery.Builder delivery() {
        return Delivery.newBuilder()
                .setEntity(entity("parcel-1"))
                .setCarrier(Carrier.newBuilder().setName("Zeisig Post"))
                .setTrackingNumber("ZP 123 456")
                .setTrackingUrl("https://track.zeisig.example/p?n=123456")
                .setStatus(Delivery.Status.AVAILABLE_FOR_PICKUP)
                .setEstimatedFrom(paris("2026-11-24T09:00:00"))
                .setEstimatedUntil(paris("2026-11-24T12:00:00"))
                .addCheckpoints(Checkpoint.newBuilder()
                        .setAt(paris("2026-11-23T22:15:00"))
                        .setPlace(Place.newBuilder().setName("Lyon"))
                        .setStatus(Delivery.Status.IN_TRANSIT)
                        .setText("Left the depot"))
                .setPickup(Pickup.newBuilder()
                        .setPlace(Place.newBuilder().setName("Kiosk 12"))
                        .setOpens("Mon-Sat 8-19")
                        .setAccessCode("7731"))
                .addItems("Rye bread")
                .setPartOfOrder("1001");
    }

    public static Code.Builder code() {
        return Code.newBuilder()
                .setCode("431 997")
                .setPurpose("Sign in to Zeisig")
                .setExpiresAt("2026-11-21T18:14:00+01:00");
    }

    public static Offer.Builder offer() {
        return Offer.newBuilder()
                .setEntity(entity("advent"))
                .setTitle("Advent box")
                .setText("Four loaves for the four Sundays.\nOne of them with figs.")
                .setPrice(euros(24, 0))
                .setDiscountCode("ADVENT")
                .setValidFrom(paris("2026-11-27T08:00:00"))
                .setValidThrough(paris("2026-12-24T14:00:00"))
                .setTermsUrl("https://zeisig.example/advent");
    }

    static ReceiptLine.Builder line(int number, String name, String quantity, Money total) {
        return ReceiptLine.newBuilder()
                .setLineNumber(number)
                .setName(name)
                .setQuantity(quantity)
                .setUnitPrice(total)
                .setLineTotal(total);
    }

    static Entity entity(String id) {
        return Entity.newBuilder().setId(id).setRevision(1).build();
    }

    static Moment paris(String local) {
        return Moment.newBuilder()
                .setLocalDateTime(local)
                .setTimeZone("Europe/Paris")
                .build();
    }

    static Money euros(long units, int nanos) {
        return money("EUR", units, nanos);
    }

    static Money money(String currency, long units, int nanos) {
        return Money.newBuilder()
                .setCurrencyCode(currency)
                .setUnits(units)
                .setNanos(nanos)
                .build();
    }
}
