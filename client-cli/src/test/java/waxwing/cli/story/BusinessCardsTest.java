package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.story.Shell.Outcome;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Carrier;
import waxwing.content.v1.Code;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Money;
import waxwing.content.v1.Offer;
import waxwing.content.v1.Party;
import waxwing.content.v1.Reservation;
import waxwing.model.MessageId;

/// What a business sends, as a person's commands show it.
class BusinessCardsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOB = "+12025550102";

    @TempDir
    private static Path folder;

    private static Town town;
    private static Shell bob;
    private static Shop bakery;

    @BeforeAll
    static void aPersonAndABusinessRegister() throws Exception {
        town = new Town(folder);
        bob = town.resident("bob", BOB);
        bakery = town.shop("Lantern Bakery", "+12025550199");
    }

    @AfterAll
    static void theRelayEnds() {
        bakery.close();
        town.close();
    }

    private static Outcome ran(String... words) {
        Outcome outcome = bob.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static List<JsonNode> objects(String... words) {
        return ran(words).out().lines().map(JSON::readTree).toList();
    }

    private static JsonNode received(MessageId id) {
        return objects("receive", "--json").stream()
                .filter(event -> event.path("id").asString().equals(id.toString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCodeIsShownWhereItIsReadAndInNoList() throws Exception {
        MessageId id = bakery.sends(
                new MessageBody.CodeCard(Code.newBuilder()
                        .setCode("431 997")
                        .setPurpose("Sign in")
                        .setExpiresAt("2026-11-21T18:14:00Z")
                        .build()),
                BOB);

        JsonNode event = received(id);
        assertThat(event.path("type").asString()).isEqualTo("business");
        assertThat(event.path("kind").asString()).isEqualTo("CODE");
        assertThat(event.path("category").asString()).isEqualTo("AUTHENTICATION");
        assertThat(event.path("card").path("code").asString()).isEqualTo("431 997");
        assertThat(ran("chats").out()).contains("code for: Sign in").doesNotContain("431 997");
        assertThat(ran("chats", "--json").out()).contains("Sign in").doesNotContain("431 997");
        assertThat(ran("history", "Lantern Bakery").out()).contains("431 997");
    }

    @Test
    void anOfferComesOnceItIsAllowedAndSaysHowToStopIt() throws Exception {
        bakery.sends(
                new MessageBody.CodeCard(Code.newBuilder()
                        .setCode("1")
                        .setPurpose("Hello")
                        .setExpiresAt("2026-11-21T18:14:00Z")
                        .build()),
                BOB);
        ran("receive");
        ran("business", "allow", "Lantern Bakery", "OFFER");
        MessageId id = bakery.sends(new MessageBody.OfferCard(offer(1)), BOB);

        Outcome shown = ran("receive");
        assertThat(shown.out()).contains("Offer: Advent box", "24.00 EUR");
        Matcher drawn = Pattern.compile("stop offers: waxwing (business stop) '(Lantern Bakery)' (OFFER)")
                .matcher(shown.out());
        assertThat(drawn.find()).as(shown.out()).isTrue();
        assertThat(objects("history", "Lantern Bakery", "--json")).anySatisfy(message -> {
            assertThat(message.path("id").asString()).isEqualTo(id.toString());
            assertThat(message.path("text").asString()).contains("stop offers: ");
        });

        ran("business", "stop", drawn.group(2), drawn.group(3));
        bakery.sends(new MessageBody.OfferCard(offer(2)), BOB);
        assertThat(ran("receive", "--timeout", "1s").out()).doesNotContain("Advent box");
    }

    @Test
    void aLaterRevisionTakesTheCardsPlaceAndSaysSo() throws Exception {
        MessageId first = bakery.sends(new MessageBody.DeliveryCard(parcel("P-1", 1, Delivery.Status.IN_TRANSIT)), BOB);
        JsonNode before = received(first);
        assertThat(before.path("revision").asInt()).isOne();
        assertThat(before.has("updates")).isFalse();

        MessageId second = bakery.sends(new MessageBody.DeliveryCard(parcel("P-1", 2, Delivery.Status.DELIVERED)), BOB);
        JsonNode after = received(second);
        assertThat(after.path("updates").asString()).isEqualTo(first.toString());
        assertThat(after.path("revision").asInt()).isEqualTo(2);

        assertThat(ran("history", "Lantern Bakery").out().split("Parcel P-1", -1))
                .hasSize(2);
        assertThat(ran("history", "Lantern Bakery").out())
                .contains("Parcel P-1 [updated, revision 2]")
                .doesNotContain("in transit");
    }

    @Test
    void aReservationSaysHowItIsAnsweredAndTheAnswerReachesTheBusiness() throws Exception {
        MessageId first = bakery.sends(new MessageBody.ReservationCard(table("T-1", 1)), BOB);
        String shown = ran("receive").out();
        assertThat(shown).contains("answer: waxwing business act " + first + " change|cancel");

        JsonNode sent = objects("business", "act", first.toString(), "change", "-m", "at nine, please", "--json")
                .getFirst();
        assertThat(sent.path("state").asString()).isEqualTo("accepted");
        Event.ActionReceived asked = asked(sent.path("id").asString());
        assertThat(asked.action().about()).isEqualTo(first);
        assertThat(asked.action().action().getText()).isEqualTo("at nine, please");
        assertThat(ran("history", "Lantern Bakery").out()).contains("you: change reservation T-1: at nine, please");
        JsonNode action =
                objects("history", "Lantern Bakery", "--json").getLast().path("action");
        assertThat(action.path("type").asString()).isEqualTo("CHANGE_RESERVATION");
        assertThat(action.path("message_id").asString()).isEqualTo(first.toString());

        MessageId second = bakery.sends(new MessageBody.ReservationCard(table("T-1", 2)), BOB);
        ran("receive");
        assertThat(refused(77, "business", "act", first.toString(), "cancel"))
                .contains("updated by message " + second, "try: read it, then: waxwing business act " + second);
    }

    @Test
    void whatACardDoesNotOfferIsRefusedWithWhatItOffers() throws Exception {
        MessageId id = bakery.sends(new MessageBody.ReservationCard(table("T-2", 1)), BOB);
        ran("receive");

        assertThat(refused(77, "business", "act", id.toString(), "confirm"))
                .contains("this reservation does not offer confirm (expected: change or cancel)")
                .contains("try: waxwing send 'Lantern Bakery' -m TEXT");
        assertThat(refused(2, "business", "act", id.toString(), "change")).contains("change needs words");
        assertThat(refused(2, "business", "act", id.toString(), "change", "-m", "x".repeat(1_001)))
                .contains("1001 characters (expected: at most 1000)");
        assertThat(refused(2, "business", "act", id.toString(), "eat")).contains("eat");
        assertThat(refused(3, "business", "act", "0190c0de-0000-7000-8000-000000000000", "cancel"))
                .contains("no message is called");
        assertThat(refused(2, "business", "act", "T-2", "cancel")).contains("not a UUID");
    }

    @Test
    void aReservationIsExportedForCalendarsAtItsNewestRevision() throws Exception {
        MessageId first = bakery.sends(new MessageBody.ReservationCard(table("T-3", 1)), BOB);
        MessageId second = bakery.sends(new MessageBody.ReservationCard(table("T-3", 2)), BOB);
        ran("receive");

        Outcome exported = ran("business", "export", first.toString(), "--format", "ics");
        assertThat(exported.out())
                .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
                .endsWith("END:VCALENDAR\r\n")
                .contains("\r\nSEQUENCE:2\r\n", "\r\nDTSTART:20261228T183000Z\r\n");
        assertThat(exported.err()).contains("this is message " + second);
        JsonNode json =
                objects("business", "export", second.toString(), "--json").getFirst();
        assertThat(json.path("text").asString()).isEqualTo(exported.out());

        MessageId parcel = bakery.sends(new MessageBody.DeliveryCard(parcel("P-2", 1, Delivery.Status.PENDING)), BOB);
        ran("receive");
        assertThat(refused(77, "business", "export", parcel.toString())).contains("no reservation");
        assertThat(refused(2, "business", "export", second.toString(), "--format", "pdf"))
                .contains("pdf");
    }

    private static String refused(int exit, String... words) {
        Outcome outcome = bob.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isEqualTo(exit);
        return outcome.err();
    }

    private static Event.ActionReceived asked(String id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> bakery.client().events().after(0, 1_000).stream()
                                .filter(Event.ActionReceived.class::isInstance)
                                .map(Event.ActionReceived.class::cast)
                                .filter(event -> event.message().id().toString().equals(id))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Reservation table(String id, int revision) {
        return Reservation.newBuilder()
                .setEntity(Entity.newBuilder().setId(id).setRevision(revision))
                .setReservationNumber(id)
                .setStatus(Reservation.Status.CONFIRMED)
                .setType(Reservation.Type.FOOD)
                .setWhat("Table by the window")
                .setStart(Moment.newBuilder()
                        .setLocalDateTime("2026-12-28T19:30:00")
                        .setTimeZone("Europe/Paris"))
                .setParty(Party.newBuilder().setSize(2))
                .addActions(Reservation.Action.CHANGE)
                .addActions(Reservation.Action.CANCEL)
                .build();
    }

    private static Delivery parcel(String id, int revision, Delivery.Status status) {
        return Delivery.newBuilder()
                .setEntity(Entity.newBuilder().setId(id).setRevision(revision))
                .setCarrier(Carrier.newBuilder().setName("Post"))
                .setTrackingNumber(id)
                .setStatus(status)
                .build();
    }

    private static Offer offer(int revision) {
        return Offer.newBuilder()
                .setEntity(Entity.newBuilder().setId("advent").setRevision(revision))
                .setTitle("Advent box")
                .setText("Four loaves.")
                .setPrice(Money.newBuilder().setCurrencyCode("EUR").setUnits(24))
                .setValidThrough(Moment.newBuilder()
                        .setLocalDateTime("2026-12-24T14:00:00")
                        .setTimeZone("Europe/Paris"))
                .build();
    }
}
