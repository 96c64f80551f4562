package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import waxwing.client.Client;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.profile.Profile;
import waxwing.content.v1.Body;
import waxwing.content.v1.Receipt;
import waxwing.gateway.message.Claims;
import waxwing.gateway.message.ClientTransport;
import waxwing.gateway.message.Courier;
import waxwing.gateway.message.Draft;
import waxwing.gateway.message.IdempotencyKey;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.Onward;
import waxwing.gateway.message.RequestHash;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;

/// The gateway's whole way: over HTTP in, through a real relay, to a real person, and back into the timeline.
class GatewayTest {
    private static final String SHOP = "+12025550199";
    private static final String BOB = "+12025550102";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private TestWorld world;
    private TestPerson bob;
    private Path home;
    private String key;
    private Gateway gateway;
    private Api api;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        bob = world.person(BOB, "Bob");
        home = world.gatewayFolder("shop");
        TestWorld.Ran init = world.init(home, SHOP, "Lantern Bakery");
        assertThat(init.exit()).as(init.toString()).isZero();
        key = init.out().lines().findFirst().orElseThrow().substring("API key: ".length());
        start();
        assertThat(init.out()).contains("waxwing relay business approve " + gateway.business());
        world.approve(gateway.business());
    }

    private void start() {
        gateway = TestWorld.start(home);
        api = new Api(gateway.url(), key);
    }

    @AfterEach
    void close() {
        gateway.close();
        world.close();
    }

    @Test
    void aReceiptIsDeliveredAndReadAndTheBusinessSeesBoth() {
        String id = send("RECEIPT", Samples.receipt("1001"));

        awaitTimeline(id, "accepted", "delivered");
        assertThat(bob.businessMessages()).containsExactly(MessageId.parse(id));
        assertThat(bob.body(MessageId.parse(id)))
                .isInstanceOfSatisfying(
                        MessageBody.ReceiptCard.class,
                        card -> assertThat(card.receipt().getLines(0).getName()).isEqualTo("Pear tartlet"));
        bob.readAll();
        awaitTimeline(id, "accepted", "delivered", "read");
    }

    @Test
    void whatThePersonStopsIsSuppressedAndWhatABlockSwallowsStaysAccepted() throws InterruptedException {
        String first = send("RESERVATION", Samples.reservation("R-1"));
        awaitTimeline(first, "accepted", "delivered");

        bob.stop(gateway.business(), MessageKind.DELIVERY);
        String stopped = send("DELIVERY", Samples.delivery("P-1", 1, "IN_TRANSIT"));
        awaitTimeline(stopped, "accepted", "suppressed");
        assertThat(api.message(stopped).path("code").asString()).isEqualTo("recipient_preference");
        assertThat(api.message(stopped).path("timeline").get(1).path("code").asString())
                .isEqualTo("recipient_preference");

        bob.block(gateway.business());
        String blocked = send("RECEIPT", Samples.receipt("1002"));
        String nobody = id(api.send(Samples.message("+12025550177", "RECEIPT", Samples.receipt("1003"))));
        // The settings that were frozen by the block go on answering, and the answer to it comes after the two above.
        String after = send("DELIVERY", Samples.delivery("P-1", 2, "DELIVERED"));
        awaitTimeline(after, "accepted", "suppressed");
        bob.drain();
        assertThat(timeline(blocked)).containsExactly("accepted");
        assertThat(timeline(nobody)).containsExactly("accepted");
        assertThat(bob.businessMessages()).containsExactly(MessageId.parse(first));
    }

    @Test
    void whoStopsEverythingIsOnTheListOfSuppressions() {
        assertThat(api.get("/v1/businessProfile").json().path("standing").asString())
                .isEqualTo("verified");
        awaitTimeline(send("RECEIPT", Samples.receipt("1001")), "accepted", "delivered");
        for (MessageKind kind : MessageKind.values()) {
            bob.stop(gateway.business(), kind);
        }

        String stopped = send("RECEIPT", Samples.receipt("1002"));
        awaitTimeline(stopped, "accepted", "suppressed");
        assertThat(api.message(stopped).path("code").asString()).isEqualTo("recipient_opted_out");
        JsonNode listed =
                api.get("/v1/suppressions").json().path("suppressions").get(0);
        assertThat(listed.path("source").asString()).isEqualTo("recipient");
        assertThat(listed.path("contact").asString())
                .isEqualTo(api.message(stopped).path("contact").asString());
    }

    @Test
    void aCodeGoesThroughAnOfferWhenItWasAllowedAndAConversationWhenThePersonWrote() throws InterruptedException {
        awaitTimeline(send("CODE", Samples.code("431 997")), "accepted", "delivered");
        String refused = send("OFFER", Samples.offer("advent"));
        awaitTimeline(refused, "accepted", "suppressed");
        assertThat(api.message(refused).path("code").asString()).isEqualTo("recipient_not_opted_in");
        String early = send("CONVERSATION", Samples.conversation("Hello?", refused));
        awaitTimeline(early, "accepted", "suppressed");
        assertThat(api.message(early).path("code").asString()).isEqualTo("service_window_closed");

        bob.allow(gateway.business(), MessageKind.OFFER);
        bob.says("Until when are you open?", gateway.business());
        String offer = send("OFFER", Samples.offer("advent"));
        awaitTimeline(offer, "accepted", "delivered");
        assertThat(bob.body(MessageId.parse(offer))).isInstanceOf(MessageBody.OfferCard.class);
        String answer = send("CONVERSATION", Samples.conversation("Until noon.", refused));
        awaitTimeline(answer, "accepted", "delivered");
        assertThat(bob.body(MessageId.parse(answer))).isInstanceOf(MessageBody.Text.class);
    }

    @Test
    void whatWasAcceptedGoesOutOnceAcrossRestartsOfBothSides() {
        world.stopRelay();
        List<String> sent = IntStream.range(0, 5)
                .mapToObj(i -> id(api.send(
                        "order-" + i, Samples.message(bob.number().e164(), "RECEIPT", Samples.receipt("200" + i)))))
                .toList();
        gateway.close();
        start();
        Api.Answer again =
                api.send("order-3", Samples.message(bob.number().e164(), "RECEIPT", Samples.receipt("2003")));
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(id(again)).isEqualTo(sent.get(3));
        world.startRelay();

        sent.forEach(id -> awaitTimeline(id, "accepted", "delivered"));
        gateway.close();
        start();
        String last = send("RECEIPT", Samples.receipt("2006"));
        awaitTimeline(last, "accepted", "delivered");
        assertThat(bob.businessMessages().stream().map(MessageId::toString))
                .startsWith(sent.toArray(String[]::new))
                .endsWith(last)
                .hasSize(6);
        assertThat(timeline(sent.getFirst())).containsExactly("accepted", "delivered");
    }

    @Test
    void aBusinessThatNobodyApprovedIsToldSoByItsTimeline() {
        Path other = world.gatewayFolder("other");
        TestWorld.Ran init = world.init(other, "+12025550188", "Unknown Shop");
        String otherKey = init.out().lines().findFirst().orElseThrow().substring("API key: ".length());
        try (Gateway unapproved = TestWorld.start(other)) {
            Api otherApi = new Api(unapproved.url(), otherKey);
            Api.Answer answer = otherApi.send(Samples.message(bob.number().e164(), "RECEIPT", Samples.receipt("3001")));
            assertThat(answer.status()).isEqualTo(202);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    otherApi.message(id(answer)).path("code").asString(""))
                            .isEqualTo("sender_not_verified"));
            assertThat(otherApi.message(id(answer)).path("status").asString()).isEqualTo("failed");
        }
        assertThat(bob.businessMessages()).isEmpty();
    }

    @Test
    void keysAreManagedWhileTheGatewayRuns() {
        TestWorld.Ran created = world.run("key", "create", "--label", "till 2", "--data-dir", home.toString());
        assertThat(created.exit()).as(created.toString()).isZero();
        String second = created.out().lines().findFirst().orElseThrow().substring("API key: ".length());
        String id = created.out().lines().skip(1).findFirst().orElseThrow().substring("key id: ".length());
        Api till = new Api(gateway.url(), second);
        assertThat(till.get("/v1/limits").status()).isEqualTo(200);

        TestWorld.Ran rotated = world.run("key", "rotate", id, "--overlap", "1h", "--data-dir", home.toString());
        Api next = new Api(
                gateway.url(), rotated.out().lines().findFirst().orElseThrow().substring("API key: ".length()));
        assertThat(next.get("/v1/limits").status()).isEqualTo(200);
        assertThat(till.get("/v1/limits").status()).isEqualTo(200);
        assertThat(till.get("/v1/apiKeys").code()).isEqualTo("permission_denied");
        assertThat(api.get("/v1/apiKeys").status()).isEqualTo(200);

        assertThat(world.run("key", "list", "--data-dir", home.toString()).out())
                .contains(id, "till 2", "first")
                .doesNotContain(second);
        assertThat(world.run("key", "revoke", id, "--data-dir", home.toString()).exit())
                .isZero();
        assertThat(till.get("/v1/limits").status()).isEqualTo(401);
        assertThat(api.get("/v1/limits").status()).isEqualTo(200);

        await().atMost(PATIENCE)
                .until(() ->
                        world.run("status", "--data-dir", home.toString()).out().contains("relay:      connected"));
        assertThat(world.run("check", "--data-dir", home.toString()).exit()).isZero();
    }

    @Test
    void aCrashBetweenTheTwoStoresSendsOnce() throws InterruptedException {
        gateway.close();
        GatewayFolder stores = GatewayFolder.of(home, Optional.empty());
        try (Profile profile = stores.openProfile(TestWorld.ENVIRONMENT);
                Database database = stores.openStore();
                Client client = Client.open(profile)) {
            var store = new SqlMessageStore(database);
            accepting(store).accept(new IdempotencyKey("crash"), RequestHash.ofBytes(new byte[32]), this::draft);
            MessageId id = store.queued(1).getFirst().id();

            client.send(
                    id,
                    new Recipient.ByNumber(bob.number()),
                    new MessageBody.ReceiptCard(Receipt.getDefaultInstance()));
            carryAll(store, client);

            assertThat(client.history().conversations()).hasSize(1);
            assertThat(client.history()
                            .with(client.contacts().byNumber(bob.number()).orElseThrow(), 10))
                    .hasSize(1);
        }
        start();
    }

    @Test
    void whatTheGatewayCallsExpiredDoesNotArriveLater() throws InterruptedException {
        world.goesOffline(bob);
        gateway.close();
        MessageId id = handsOver(draft());

        world.passes(LIFE);
        TestPerson later = world.personAgain("Bob");
        start();
        String next = id(api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("4001"))));

        awaitTimeline(next, "accepted", "delivered");
        assertThat(later.businessMessages()).containsExactly(MessageId.parse(next));
        assertThat(timeline(id.toString())).containsExactly("accepted");
    }

    /// Accepts a message and waits until the relay has it.
    private MessageId handsOver(Draft draft) throws InterruptedException {
        GatewayFolder stores = GatewayFolder.of(home, Optional.empty());
        try (Profile profile = stores.openProfile(TestWorld.ENVIRONMENT);
                Database database = stores.openStore();
                Client client = Client.open(profile)) {
            var store = new SqlMessageStore(database);
            accepting(store).accept(new IdempotencyKey("brief"), RequestHash.ofBytes(new byte[32]), () -> draft);
            MessageId id = store.queued(1).getFirst().id();
            carryAll(store, client);
            client.connect();
            assertThat(client.await(id, MessageState.ACCEPTED, PATIENCE)).isInstanceOf(SendOutcome.Reached.class);
            return id;
        }
    }

    private static Messages accepting(SqlMessageStore store) {
        return new Messages(
                store,
                new Onward(new Claims<>(), () -> {}, _ -> false, _ -> false),
                TestWorld.ENVIRONMENT.clock(),
                TestWorld.ENVIRONMENT.random());
    }

    private static void carryAll(SqlMessageStore store, Client client) throws InterruptedException {
        Thread courier = Thread.ofVirtual()
                .start(new Courier(store, new ClientTransport(client), new Claims<>(), TestWorld.ENVIRONMENT.clock()));
        await().atMost(PATIENCE).until(() -> store.queued(1).isEmpty());
        courier.interrupt();
        courier.join();
    }

    private Draft draft() {
        return new Draft(
                Optional.empty(),
                PhoneNumber.ofE164(BOB),
                MessageKind.RECEIPT,
                Body.newBuilder().setReceipt(Receipt.getDefaultInstance()).build(),
                Optional.empty(),
                LIFE,
                Optional.empty());
    }

    private String send(String kind, String content) {
        return id(api.send(Samples.message(bob.number().e164(), kind, content)));
    }

    private static String id(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("message_id").asString();
    }

    private void awaitTimeline(String id, String... statuses) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(timeline(id)).containsExactly(statuses));
    }

    private List<String> timeline(String id) {
        JsonNode timeline = api.message(id).path("timeline");
        return StreamSupport.stream(timeline.spliterator(), false)
                .map(entry -> entry.path("status").asString())
                .toList();
    }
}
