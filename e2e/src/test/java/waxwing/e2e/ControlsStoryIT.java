package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A person's settings, from their commands to what a business sees over REST, over real processes. Where the clock has
/// to move, the gateway's `ControlsStoryTest` tells the rest.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControlsStoryIT {
    @TempDir
    private static Path folder;

    private static World world;
    private static RelayProcess relay;
    private static Person bob;
    private static Business shop;

    @BeforeAll
    static void begin() {
        world = new World(Path.of(System.getProperty("waxwing.home")), folder);
        relay = new RelayProcess(world);
        bob = Person.register(world, relay, "Bob", "+12025550502");
        shop = Business.register(world, relay, "Lantern Bakery", "+12025550599");
        relay.operator("business", "approve", shop.id()).ok();
        // From here on Bob's commands know the shop by its name.
        shop.send(bob, "RECEIPT", Samples.receipt("order-0"));
        assertThat(kinds(bob.receive())).containsExactly("RECEIPT");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @Test
    @Order(1)
    void eachSettingHoldsForTheVeryNextSend() {
        bob.run("controls", "set", "DELIVERY", "off").ok();
        ends(shop.send(bob, "DELIVERY", Samples.delivery("a", 1, "IN_TRANSIT")), "suppressed recipient_preference");
        bob.run("business", "allow", "Lantern Bakery", "DELIVERY").ok();
        shop.send(bob, "DELIVERY", Samples.delivery("b", 1, "IN_TRANSIT"));
        assertThat(kinds(bob.receive())).containsExactly("DELIVERY");
        bob.run("business", "stop", "Lantern Bakery", "RECEIPT").ok();
        ends(shop.send(bob, "RECEIPT", Samples.receipt("order-1")), "suppressed recipient_preference");
        bob.run("business", "allow", "Lantern Bakery").ok();

        ends(shop.send(bob, "OFFER", offer(0)), "suppressed recipient_not_opted_in");
        bob.run("business", "allow", "Lantern Bakery", "OFFER").ok();
        shop.send(bob, "OFFER", offer(1));
        assertThat(kinds(bob.receive())).containsExactly("OFFER");
        bob.run("controls", "cap", "OFFER", "1/week").ok();
        ends(shop.send(bob, "OFFER", offer(2)), "suppressed recipient_limit_reached");
        bob.run("controls", "cap", "OFFER", "2/week").ok();
        shop.send(bob, "OFFER", offer(3));
        assertThat(kinds(bob.receive())).containsExactly("OFFER");
    }

    @Test
    @Order(2)
    void whatIsAskedAboutArrivesInOrderOnceItIsAllowed() {
        bob.run("business", "ask", "Lantern Bakery", "RECEIPT").ok();
        List<String> sent = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> shop.send(bob, "RECEIPT", Samples.receipt("asked-" + i)))
                .toList();
        JsonNode request = Eventually.become(
                        "all three to wait",
                        () -> bob.run("requests", "--json").ok().jsonLines(),
                        lines -> lines.size() == 1
                                && lines.getFirst().path("messages").asInt() == 3)
                .getFirst();
        assertThat(request.path("kind").asString()).isEqualTo("RECEIPT");
        bob.run("requests", "accept", "Lantern Bakery", "RECEIPT").ok();
        assertThat(orders(bob.receive())).containsExactly("asked-1", "asked-2", "asked-3");
        sent.forEach(id ->
                Eventually.become("its receipt", () -> shop.timeline(id), timeline -> timeline.contains("delivered")));
    }

    @Test
    @Order(3)
    void aBlockWhileMessagesAreInFlightLetsNothingThroughAfterItAndTellsNobody() {
        List<String> sent = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> {
                    if (i == 5) {
                        bob.run("block", "Lantern Bakery").ok();
                    }
                    return shop.send(bob, "RECEIPT", Samples.receipt("flight-" + i));
                })
                .toList();
        Eventually.become("the relay to have them", shop::unsent, left -> left == 0);
        List<String> arrived = orders(bob.receive());
        assertThat(arrived).doesNotContain("flight-5", "flight-6", "flight-7", "flight-8", "flight-9", "flight-10");
        for (String id : sent.subList(4, 10)) {
            assertThat(shop.timeline(id)).containsExactly("accepted");
        }
        bob.run("unblock", "Lantern Bakery").ok();
        assertThat(orders(bob.receive()))
                .as("what came while it was blocked stays away")
                .isEmpty();
    }

    @Test
    @Order(4)
    void settingsAndWhatTheyHoldSurviveARestartAndAKillOfTheRelay() {
        bob.run("business", "stop", "Lantern Bakery", "RESERVATION").ok();
        bob.run("controls", "cap", "OFFER", "2/week").ok();
        bob.run("business", "ask", "Lantern Bakery", "DELIVERY").ok();
        JsonNode before = bob.run("controls", "show", "--json").ok().json();
        shop.send(bob, "DELIVERY", Samples.delivery("kept", 1, "IN_TRANSIT"));
        Eventually.become(
                "it to wait", () -> bob.run("requests", "--json").ok().jsonLines(), lines -> lines.size() == 1);
        relay.kill9();
        relay.restart();
        assertThat(bob.run("controls", "show", "--json").ok().json()).isEqualTo(before);
        ends(shop.send(bob, "RESERVATION", Samples.reservation("R-1")), "suppressed recipient_preference");
        ends(shop.send(bob, "OFFER", offer(4)), "suppressed recipient_limit_reached");
        relay.stop();
        relay.restart();
        assertThat(bob.run("requests", "--json").ok().jsonLines()).hasSize(1);
        bob.run("business", "allow", "Lantern Bakery", "DELIVERY").ok();
        assertThat(kinds(bob.receive())).containsExactly("DELIVERY");
    }

    @Test
    @Order(5)
    void aBusinessIsNotToldWhatWasReadOnceThePersonSaysSo() {
        bob.run("controls", "read-receipts", "business", "off").ok();
        String kept = shop.send(bob, "RECEIPT", Samples.receipt("kept-to-myself"));
        assertThat(kinds(bob.receive())).containsExactly("RECEIPT");
        bob.run("controls", "read-receipts", "business", "on").ok();
        String told = shop.send(bob, "RECEIPT", Samples.receipt("told"));
        assertThat(kinds(bob.receive())).containsExactly("RECEIPT");
        bob.receive();
        Eventually.become("the later one's", () -> shop.timeline(told), timeline -> timeline.contains("read"));
        assertThat(shop.timeline(kept)).containsExactly("accepted", "delivered");
    }

    private static void ends(String message, String standing) {
        Eventually.become(standing, () -> shop.standing(message), standing::equals);
    }

    private static List<String> kinds(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("type").asString().equals("business"))
                .map(event -> event.path("kind").asString())
                .toList();
    }

    private static List<String> orders(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("kind").asString().equals("RECEIPT"))
                .map(event -> event.path("card").path("order_number").asString())
                .toList();
    }

    private static String offer(int number) {
        return Samples.offer("offer-" + number, 1, "Offer " + number);
    }
}
