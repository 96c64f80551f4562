package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A business and the people it writes to, each a process of its own: what is sent over REST is on the person's
/// screen, what the person answers is an event at the business, and the person's no holds from the next send on.
class BusinessStoryIT {
    private static final String SHOP = "Lantern Bakery";
    private static final String SHOP_NUMBER = "+12025550149";

    @TempDir
    private static Path folder;

    private static World world;
    private static RelayProcess relay;
    private static Business shop;

    @BeforeAll
    static void start() {
        world = new World(Path.of(System.getProperty("waxwing.home")), folder);
        relay = new RelayProcess(world);
        shop = Business.register(world, relay, SHOP, SHOP_NUMBER);
        relay.operator("business", "approve", shop.id()).ok();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /// Somebody who knows the shop, by a first receipt.
    private static Person customer(String name, String number) {
        Person person = Person.register(world, relay, name, number);
        arrives(person, shop.send(person, "RECEIPT", Samples.receipt("first-of-" + name)));
        return person;
    }

    /// Waits until messages can be received, and has them received and read.
    ///
    /// @return what the terminal showed
    private static String arrives(Person person, String... ids) {
        StringBuilder shown = new StringBuilder();
        Eventually.become(
                "all to be read",
                () -> {
                    shown.append(person.run("receive", "--timeout", "2s").ok().out());
                    return List.of(ids).stream()
                            .allMatch(id -> shop.timeline(id).contains("read"));
                },
                Predicate.isEqual(true));
        return shown.toString();
    }

    private static void stands(String id, String standing) {
        Eventually.become(standing, () -> shop.standing(id), Predicate.isEqual(standing));
    }

    private static List<JsonNode> cards(Person person, String kind) {
        return person.run("history", SHOP, "-n", "100", "--json").ok().jsonLines().stream()
                .filter(row -> row.path("kind").asString("").equals(kind))
                .toList();
    }

    @Test
    void eachKindIsACardOnTheScreenAndReadInTheTimeline() {
        Person ann = customer("Ann", "+12025550150");
        ann.run("business", "allow", SHOP, "OFFER").ok();
        ann.run("send", SHOP_NUMBER, "-m", "Are you open on Monday?").ok();
        Eventually.become("Ann's question", () -> types(""), types -> types.contains("message.received"));

        String[] sent = {
            shop.send(ann, "RECEIPT", Samples.receipt("2001")),
            shop.send(ann, "RESERVATION", Samples.reservation("table-2001")),
            shop.send(ann, "DELIVERY", Samples.delivery("2001", 1, "IN_TRANSIT")),
            shop.send(ann, "CODE", Samples.code("481 516")),
            shop.send(ann, "OFFER", Samples.offer("advent", 1, "Advent box")),
            shop.send(ann, "CONVERSATION", Samples.conversation("From seven in the morning"))
        };
        String shown = arrives(ann, sent);

        assertThat(shown)
                .contains("Order 2001", Samples.RECEIPT_LINE, "11.90 EUR", "card Visa ending in 4242, complete")
                .contains("Reservation table-2001", Samples.RESERVATION_WHAT, "Sat 5 Dec 2026, 19:30 Europe/Paris")
                .contains("Parcel " + Samples.TRACKING_NUMBER + " of order 2001", "in transit", "Leipzig")
                .contains("481 516", "Sign in at the bakery")
                .contains("Offer: Advent box", "Four loaves, one with figs", "24.00 EUR", "ADVENT")
                .contains("From seven in the morning")
                .contains(SHOP + " (verified");
        for (String id : sent) {
            assertThat(shop.timeline(id)).containsExactly("accepted", "delivered", "read");
            assertThat(events(id))
                    .extracting(event -> event.path("type").asString())
                    .containsExactly("message.accepted", "message.delivered", "message.read");
        }
    }

    @Test
    void aLaterRevisionTakesTheCardsPlaceAndALateOneIsIgnored() {
        Person ben = customer("Ben", "+12025550151");
        ben.run("business", "allow", SHOP, "OFFER").ok();

        arrives(
                ben,
                shop.send(ben, "RECEIPT", Samples.receipt("2002", 1, "PROCESSING")),
                shop.send(ben, "RESERVATION", Samples.reservation("table-2002", 1, "PENDING")),
                shop.send(ben, "DELIVERY", Samples.delivery("2002", 1, "INFO_RECEIVED")),
                shop.send(ben, "OFFER", Samples.offer("figs", 1, "A box")));
        String shown = arrives(
                ben,
                shop.send(ben, "RECEIPT", Samples.receipt("2002", 3, "IN_TRANSIT")),
                shop.send(ben, "RESERVATION", Samples.reservation("table-2002", 3, "CONFIRMED")),
                shop.send(ben, "DELIVERY", Samples.delivery("2002", 3, "DELIVERED")),
                shop.send(ben, "OFFER", Samples.offer("figs", 3, "The box with figs")));
        assertThat(shown).contains("updated, revision 3", "The box with figs");
        List<String> late = List.of(
                shop.send(ben, "RECEIPT", Samples.receipt("2002", 2, "PROBLEM")),
                shop.send(ben, "RESERVATION", Samples.reservation("table-2002", 2, "CANCELLED")),
                shop.send(ben, "DELIVERY", Samples.delivery("2002", 2, "EXCEPTION")),
                shop.send(ben, "OFFER", Samples.offer("figs", 2, "An empty box")));
        late.forEach(id -> stands(id, "delivered", ben));

        assertThat(cards(ben, "RECEIPT"))
                .filteredOn(
                        row -> row.path("card").path("order_number").asString().equals("2002"))
                .singleElement()
                .matches(row -> row.path("card").path("order_status").asString().equals("IN_TRANSIT"));
        assertThat(cards(ben, "RESERVATION"))
                .singleElement()
                .matches(row -> row.path("card").path("status").asString().equals("CONFIRMED"));
        assertThat(cards(ben, "DELIVERY"))
                .singleElement()
                .matches(row -> row.path("card").path("status").asString().equals("DELIVERED"));
        assertThat(cards(ben, "OFFER"))
                .singleElement()
                .matches(row -> row.path("card").path("title").asString().equals("The box with figs"));
    }

    /// Receives until it stands so; nothing of it is shown.
    private static void stands(String id, String standing, Person person) {
        Eventually.become(
                standing,
                () -> {
                    assertThat(person.run("receive", "--timeout", "2s").ok().out())
                            .isEmpty();
                    return shop.standing(id);
                },
                Predicate.isEqual(standing));
    }

    @Test
    void whatAPersonAnswersIsAnEventAtTheBusiness() {
        Person cleo = customer("Cleo", "+12025550152");
        String receipt = shop.send(cleo, "RECEIPT", Samples.receipt("2003"));
        String table = shop.send(cleo, "RESERVATION", Samples.reservation("table-2003"));
        String parcel = shop.send(cleo, "DELIVERY", Samples.delivery("2003", 1, "OUT_FOR_DELIVERY"));
        arrives(cleo, receipt, table, parcel);

        cleo.run("business", "act", table, "confirm").ok();
        cleo.run("business", "act", table, "change", "-m", "At nine, please").ok();
        cleo.run("business", "act", table, "cancel").ok();
        cleo.run("business", "act", parcel, "instruct", "-m", "Behind the blue door")
                .ok();
        cleo.run("business", "act", receipt, "dispute", "-m", "I had one tartlet")
                .ok();
        cleo.run("send", SHOP_NUMBER, "-m", "Thank you all the same", "--reply", receipt)
                .ok();

        String contact = shop.message(table).path("contact").asString();
        List<JsonNode> answers = Eventually.become(
                "six answers",
                () -> shop.events().stream()
                        .filter(event ->
                                event.path("data").path("contact").asString("").equals(contact))
                        .filter(event -> ANSWERS.contains(event.path("type").asString()))
                        .toList(),
                found -> found.size() >= ANSWERS.size());
        assertThat(answers)
                .extracting(BusinessStoryIT::told)
                .containsExactly(
                        "reservation.confirm_requested " + table + " table-2003 ",
                        "reservation.change_requested " + table + " table-2003 At nine, please",
                        "reservation.cancel_requested " + table + " table-2003 ",
                        "delivery.instructions_received " + parcel + " parcel-of-2003 Behind the blue door",
                        "receipt.disputed " + receipt + " 2003 I had one tartlet",
                        "message.received " + receipt + "  Thank you all the same");

        Outcome notOffered = cleo.run("business", "act", receipt, "cancel").exits(77);
        assertThat(notOffered.err()).contains("does not offer");
    }

    private static final Set<String> ANSWERS = Set.of(
            "reservation.confirm_requested",
            "reservation.change_requested",
            "reservation.cancel_requested",
            "delivery.instructions_received",
            "receipt.disputed",
            "message.received");

    private static String told(JsonNode event) {
        JsonNode data = event.path("data");
        return String.join(
                " ",
                event.path("type").asString(),
                data.path("about").asString(data.path("reply_to").asString("")),
                data.path("entity").path("id").asString(""),
                data.path("text").asString(""));
    }

    @Test
    void aPersonsNoHoldsFromTheVeryNextMessageOn() {
        Person dora = customer("Dora", "+12025550153");
        stands(offer(dora, 1), "suppressed recipient_not_opted_in");
        stands(shop.send(dora, "CONVERSATION", Samples.conversation("Psst")), "suppressed service_window_closed");

        dora.run("business", "allow", SHOP, "OFFER").ok();
        arrives(dora, offer(dora, 2));
        dora.run("business", "stop", SHOP, "OFFER").ok();
        stands(offer(dora, 3), "suppressed recipient_opted_out");
        dora.run("business", "stop", SHOP, "DELIVERY").ok();
        stands(
                shop.send(dora, "DELIVERY", Samples.delivery("2004", 1, "IN_TRANSIT")),
                "suppressed recipient_preference");

        dora.run("block", SHOP).ok();
        String silent = shop.send(dora, "RECEIPT", Samples.receipt("2004"));
        assertThat(dora.receive()).isEmpty();
        dora.run("unblock", SHOP).ok();
        dora.run("business", "stop", SHOP).ok();
        stands(shop.send(dora, "RECEIPT", Samples.receipt("2005")), "suppressed recipient_opted_out");
        assertThat(dora.receive()).isEmpty();

        dora.run("business", "allow", SHOP).ok();
        String shown = arrives(
                dora,
                shop.send(dora, "RECEIPT", Samples.receipt("2006")),
                shop.send(dora, "DELIVERY", Samples.delivery("2006", 1, "IN_TRANSIT")));
        assertThat(shown).contains("Order 2006").doesNotContain("Order 2004", "Order 2005");
        stands(offer(dora, 4), "suppressed recipient_opted_out");
        assertThat(shop.timeline(silent)).as("as for somebody who is offline").containsExactly("accepted");
    }

    private static String offer(Person to, int revision) {
        return shop.send(to, "OFFER", Samples.offer("no-" + revision, 1, "Offer number " + revision));
    }

    @Test
    void whatIsNotFetchedInTimeExpiresAndIsNotShownLater() {
        Person emil = customer("Emil", "+12025550154");
        String brief = shop.sendExpiring(emil, "RECEIPT", Samples.receipt("2007"), 1);
        stands(brief, "expired");
        assertThat(shop.timeline(brief)).containsExactly("accepted", "expired");

        String lasting = shop.send(emil, "RECEIPT", Samples.receipt("2008"));
        assertThat(arrives(emil, lasting)).contains("Order 2008").doesNotContain("Order 2007");
        assertThat(shop.timeline(brief)).containsExactly("accepted", "expired");
    }

    @Test
    void aPostWhoseAnswerWasLostIsOnTheScreenOnce() {
        Person gwen = customer("Gwen", "+12025550156");
        String body = """
                {"to": {"phone_number": "%s"}, "kind": "RECEIPT", "content": %s}""".formatted(gwen.number(), Samples.receipt("2012"));
        for (int lost = 0; lost < 3; lost++) {
            shop.postAndCut("order-2012", body);
        }
        String answer = Eventually.become(
                        "an answer",
                        () -> shop.post(body, "Idempotency-Key", "order-2012"),
                        response -> response.statusCode() == 202)
                .body();

        String id = new JsonMapper().readTree(answer).path("message_id").asString();
        arrives(gwen, id, shop.send(gwen, "RECEIPT", Samples.receipt("2013")));
        assertThat(cards(gwen, "RECEIPT"))
                .extracting(row -> row.path("card").path("order_number").asString())
                .containsExactly("first-of-Gwen", "2012", "2013");
        assertThat(events(id)).hasSize(3);
    }

    @Test
    void aBusinessIsToldByItsTimelineWhatTheOperatorDecided() {
        Person finn = customer("Finn", "+12025550155");
        Business other = Business.register(world, relay, "Night Market", "+12025550148");
        String early = other.send(finn, "RECEIPT", Samples.receipt("2009"));
        Eventually.become("a verdict", () -> other.standing(early), Predicate.isEqual("failed sender_not_verified"));

        relay.operator("business", "approve", other.id()).ok();
        String good = other.send(finn, "RECEIPT", Samples.receipt("2010"));
        Eventually.become(
                "acceptance by the person",
                () -> {
                    finn.run("receive", "--timeout", "2s").ok();
                    return other.standing(good);
                },
                Predicate.isEqual("read"));

        relay.operator("business", "suspend", other.id(), "--reason", "complaints")
                .ok();
        String late = other.send(finn, "RECEIPT", Samples.receipt("2011"));
        Eventually.become("a verdict", () -> other.standing(late), Predicate.isEqual("failed sender_suspended"));
        assertThat(finn.receive()).isEmpty();
    }

    private static Set<String> types(String about) {
        return events(about).stream()
                .map(event -> event.path("type").asString())
                .collect(Collectors.toSet());
    }

    /// What is told of a message; of all, if none is named.
    private static List<JsonNode> events(String message) {
        return shop.events().stream()
                .filter(event -> message.isEmpty()
                        || event.path("data").path("message_id").asString("").equals(message))
                .toList();
    }
}
