package waxwing.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The main job from beginning to end: two people chat, the relay dies and comes back, a business sends a
/// receipt, a reservation and a delivery update, and the person stops one kind and then blocks the business.
///
/// Every claim is checked against what the processes really did; the first that does not hold ends the story.
public final class Story {
    private static final String ALICE_SAYS = "See you at eight beneath the station clock";
    private static final String BOB_SAYS = "Wonderful, I shall bring the lanterns";
    private static final String SHOP = "Lantern Bakery";

    private final Transcript transcript;
    private final RelayProcess relay;
    private final Person alice;
    private final Person bob;
    private final Business shop;

    /// Starts everything and registers everybody; [#play] does the rest.
    public Story(World world, Transcript transcript) {
        this.transcript = transcript;
        transcript.chapter("A relay, two people, a business");
        this.relay = new RelayProcess(world);
        transcript.says("relay link: " + relay.link());
        this.alice = Person.register(world, relay, "Alice", "+12025550101");
        this.bob = Person.register(world, relay, "Bob", "+12025550102");
        transcript.says("Alice is " + alice.number() + ", Bob is " + bob.number()
                + "; each proved the number with the code that the relay printed");
        this.shop = Business.register(world, relay, SHOP, "+12025550199");
        relay.operator("business", "approve", shop.id()).ok();
        transcript.says(SHOP + " runs its own gateway at " + shop.url() + "; the operator approved it");
        transcript.check(true, "relay, two clients and a gateway are separate processes, talking TLS on loopback");
    }

    public RelayProcess relay() {
        return relay;
    }

    public Person alice() {
        return alice;
    }

    public Person bob() {
        return bob;
    }

    public Business shop() {
        return shop;
    }

    /// Everything, in order.
    public void play() {
        chat();
        offlineAndBack();
        relayIsKilled();
        businessWrites();
        bobStopsDeliveries();
        bobBlocks();
        nothingLeaked();
    }

    void chat() {
        transcript.chapter("Alice and Bob chat");
        StoredBytes before = StoredBytes.since(relay.data());
        transcript.command("alice", "send " + bob.number() + " -m \"" + ALICE_SAYS + "\"");
        JsonNode sent = alice.send(bob, ALICE_SAYS);
        transcript.checkEquals(sent.path("state").asString(), "accepted", "the relay accepted it while Bob is offline");
        transcript.says("What the relay stored:");
        transcript.block(before.dump());
        transcript.checkEmpty(Leaks.find(relay.data(), List.of(ALICE_SAYS)), "no file of the relay has the text");

        JsonNode read = onlyMessage(bob.receive());
        transcript.says("What Bob read:");
        transcript.block(read.path("from").asString() + ": " + read.path("text").asString());
        transcript.checkEquals(read.path("text").asString(), ALICE_SAYS, "Bob read what Alice wrote");
        transcript.checkEquals(
                read.path("from").asString(), alice.number(), "and from whom, by the relay's certificate");
        transcript.checkEquals(
                read.path("id").asString(), sent.path("id").asString(), "under the id that Alice's client gave it");

        transcript.command("bob", "send " + alice.number() + " -m \"" + BOB_SAYS + "\" --wait delivered");
        try (Person.Online online = alice.online()) {
            JsonNode answer = bob.send(alice, BOB_SAYS, "--wait", "delivered");
            transcript.check(
                    List.of("delivered", "read").contains(answer.path("state").asString()),
                    "Bob's answer was delivered");
            online.await(
                    "Bob's answer", event -> event.path("text").asString("").equals(BOB_SAYS));
            transcript.check(true, "Alice, online, got it at once");
        }
    }

    void offlineAndBack() {
        transcript.chapter("Bob is offline, then back");
        List<String> texts = IntStream.rangeClosed(1, 3)
                .mapToObj(n -> "While you were away, part " + n)
                .toList();
        texts.forEach(text -> alice.send(bob, text));
        transcript.says("Alice sent " + texts.size() + " messages into Bob's mailbox");
        transcript.checkEquals(bob.receiveTexts(), texts, "Bob got all of them, once each, in order");
        transcript.checkEquals(bob.receiveTexts(), List.of(), "and nothing again");
    }

    void relayIsKilled() {
        transcript.chapter("The relay is killed in mid-conversation (kill -9)");
        List<String> accepted = new ArrayList<>();
        for (int n = 1; n <= 4; n++) {
            String text = "Before the crash, " + n;
            transcript.checkEquals(alice.send(bob, text).path("state").asString(), "accepted", "accepted: " + text);
            accepted.add(text);
        }
        relay.kill9();
        transcript.says("kill -9 of the relay: no chance to write anything more");
        String unsent = "Into the silence";
        Outcome down = alice.run("send", bob.number(), "-m", unsent, "--json").exits(69);
        transcript.check(
                !down.err().isBlank() || !down.out().isBlank(),
                "Alice's client says that the relay is not there, and keeps the message");
        relay.restart();
        transcript.says("the relay is back, on the same folder");
        String after = "After the crash";
        alice.send(bob, after);
        accepted.add(unsent);
        accepted.add(after);
        transcript.checkEquals(
                bob.receiveTexts(), accepted, "all that was accepted and all that was queued arrived, once, in order");
    }

    void businessWrites() {
        transcript.chapter(SHOP + " writes to Bob");
        String receipt = shop.send(bob, "RECEIPT", Samples.receipt("1001"));
        String reservation = shop.send(bob, "RESERVATION", Samples.reservation("R-2001"));
        String inTransit = shop.send(bob, "DELIVERY", Samples.delivery("1001", 1, "IN_TRANSIT"));
        String outForDelivery = shop.send(bob, "DELIVERY", Samples.delivery("1001", 2, "OUT_FOR_DELIVERY"));
        transcript.says("POST /v1/messages: a receipt, a reservation, and two states of one parcel");

        transcript.command("bob", "receive");
        Eventually.become("the four messages at the relay", () -> shop.timeline(outForDelivery), at("accepted"));
        Outcome shown = bob.run("receive", "--timeout", "5s").ok();
        transcript.block(shown.out());
        List.of(Samples.RECEIPT_LINE, Samples.RESERVATION_WHAT, Samples.TRACKING_NUMBER, SHOP)
                .forEach(words -> transcript.check(shown.out().contains(words), "Bob's terminal shows: " + words));

        List<JsonNode> cards = bob.run("history", SHOP, "--json").ok().jsonLines();
        long parcels = cards.stream()
                .filter(card -> card.path("kind").asString().equals("DELIVERY"))
                .count();
        transcript.checkEquals(parcels, 1L, "the parcel is one card, updated in place");
        for (String id : List.of(receipt, reservation, inTransit, outForDelivery)) {
            Eventually.become("delivery of " + id, () -> shop.timeline(id), at("delivered"));
        }
        transcript.check(true, "the business sees each as delivered, by Bob's own encrypted word");
    }

    void bobStopsDeliveries() {
        transcript.chapter("Bob stops one kind");
        transcript.command("bob", "business stop \"" + SHOP + "\" DELIVERY");
        bob.run("business", "stop", SHOP, "DELIVERY").ok();
        String refused = shop.send(bob, "DELIVERY", Samples.delivery("1001", 3, "DELIVERED"));
        List<String> statuses = Eventually.become("a verdict", () -> shop.timeline(refused), at("suppressed"));
        transcript.says("the business's timeline: " + String.join(" → ", statuses));
        transcript.checkEquals(
                shop.message(refused).path("code").asString(""), "recipient_preference", "the business is told why");
        transcript.checkEquals(bob.receive(), List.of(), "nothing reached Bob");
    }

    void bobBlocks() {
        transcript.chapter("Bob blocks the business");
        transcript.command("bob", "block \"" + SHOP + "\"");
        bob.run("block", SHOP).ok();
        String silent = shop.send(bob, "RECEIPT", Samples.receipt("1002"));
        transcript.checkEquals(bob.receive(), List.of(), "nothing reached Bob");
        transcript.checkEquals(
                shop.timeline(silent),
                List.of("accepted"),
                "the business sees `accepted` and nothing else, as for somebody offline");
    }

    void nothingLeaked() {
        transcript.chapter("What is on the disks");
        relay.stop();
        List<String> secrets = List.of(
                ALICE_SAYS,
                BOB_SAYS,
                "While you were away",
                "Before the crash",
                "Into the silence",
                Samples.RECEIPT_LINE,
                Samples.RESERVATION_WHAT,
                Samples.TRACKING_NUMBER,
                "Chez Nous",
                "Regulars");
        List<String> numbers = List.of("12025550101", "12025550102", "12025550199");
        List<String> all = new ArrayList<>(secrets);
        all.addAll(numbers);
        transcript.says("searching " + Leaks.filesIn(relay.data()) + " files of the relay, "
                + Leaks.filesIn(alice.home()) + " of Alice's and " + Leaks.filesIn(bob.home()) + " of Bob's client, "
                + Leaks.filesIn(shop.home()) + " of the gateway");
        transcript.checkEmpty(
                Leaks.find(relay.data(), all), "the relay's files hold no text, no receipt field, no number");
        transcript.checkEmpty(Leaks.find(alice.home(), all), "nor do Alice's");
        transcript.checkEmpty(Leaks.find(bob.home(), all), "nor do Bob's");
        transcript.checkEmpty(Leaks.find(shop.home(), all), "nor do the gateway's");
        relay.restart();
    }

    private static java.util.function.Predicate<List<String>> at(String status) {
        return timeline -> timeline.contains(status);
    }

    private static JsonNode onlyMessage(List<JsonNode> events) {
        List<JsonNode> messages = events.stream()
                .filter(event -> event.path("type").asString().equals("message"))
                .toList();
        if (messages.size() != 1) {
            throw new StoryFailure("expected one message, got " + events);
        }
        return messages.getFirst();
    }
}
