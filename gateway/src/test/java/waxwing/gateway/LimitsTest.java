package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.gateway.message.Outgoing;
import waxwing.model.MessageId;

/// What a business may send and is told about it, with a real relay.
class LimitsTest {
    private static final String SHOP = "+12025550199";
    private static final String BOB = "+12025550102";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private TestWorld world;
    private Path home;
    private String key;
    private Gateway gateway;
    private Api api;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        home = world.gatewayFolder("shop");
        TestWorld.Ran init = world.init(home, SHOP, "Lantern Bakery");
        assertThat(init.exit()).as(init.toString()).isZero();
        key = init.out().lines().findFirst().orElseThrow().substring("API key: ".length());
        start();
    }

    private void start() {
        gateway = TestWorld.startWithLoopback(home);
        api = new Api(gateway.url(), key);
    }

    @AfterEach
    void close() {
        gateway.close();
        world.close();
    }

    @Test
    void theBusinessIsToldOfEachDecisionOnce() {
        try (var receiver = new Receiver()) {
            assertThat(world.run("webhook", "add", receiver.url(), "--data-dir", home.toString())
                            .exit())
                    .isZero();
            world.approve(gateway.business());
            awaitEvents("business.verified");
            suspend("complaints");
            awaitEvents("business.verified", "business.suspended");
            world.approve(gateway.business());
            tier(3);
            awaitEvents("business.verified", "business.suspended", "business.verified", "limits.tier_changed");

            List<JsonNode> data = events().map(event -> event.path("data")).toList();
            assertThat(data.get(0).path("name").asString()).isEqualTo("Lantern Bakery");
            assertThat(data.get(1).path("reason").asString()).isEqualTo("complaints");
            assertThat(data.get(1).path("business_id").asString())
                    .isEqualTo(gateway.business().toString());
            assertThat(data.get(3).toString()).isEqualTo("{\"tier\":3,\"previous_tier\":1,\"people_per_day\":10000}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.requests())
                            .extracting(Receiver.Request::type)
                            .containsExactlyElementsOf(types()));
        }
    }

    @Test
    void whatWasDecidedWhileTheGatewayWasAwayIsToldOnceWhenItIsBack() {
        gateway.close();
        world.approve(gateway.business());
        tier(2);
        start();
        awaitEvents("business.verified", "limits.tier_changed");

        gateway.close();
        suspend("complaints");
        start();
        awaitEvents("business.verified", "limits.tier_changed", "business.suspended");
        gateway.close();
        start();
        await().atMost(PATIENCE).until(() -> standing().contains("suspended (complaints), tier 2"));
        assertThat(standing()).contains("quality:    good\n");
        assertThat(types()).containsExactly("business.verified", "limits.tier_changed", "business.suspended");
    }

    @Test
    void whatWasDecidedWhileTheRelayCouldNotBeReachedIsToldWhenItCan() {
        world.approve(gateway.business());
        awaitEvents("business.verified");
        world.stopRelay();
        world.startRelay();
        tier(4);
        awaitEvents("business.verified", "limits.tier_changed");
    }

    @Test
    void theLimitsAreThoseOfTheRelayAndUnknownWithoutIt() {
        world.approve(gateway.business());
        tier(2);
        awaitEvents("business.verified", "limits.tier_changed");
        JsonNode none = sending();
        assertThat(none.path("known").asBoolean()).isTrue();
        assertThat(none.path("tier").asInt()).isEqualTo(2);
        assertThat(none.path("people_per_day").asInt()).isEqualTo(1_000);
        assertThat(none.path("people_used").asInt()).isZero();
        assertThat(none.path("next_free_at").isNull()).isTrue();
        assertThat(api.get("/v1/limits").json().path("waiting_for_one_person").asInt())
                .isEqualTo(Outgoing.MOST_WAITING);

        send(BOB, 1);
        send("+12025550103", 2);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(sending().path("people_used").asInt()).isEqualTo(2));
        assertThat(sending().path("next_free_at").asString()).isNotEmpty();

        world.stopRelay();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sending().toString()).isEqualTo("{\"known\":false}"));
    }

    @Test
    void aPersonGetsNoMoreThanWaitAtATimeThenTheRestInOrder() {
        world.approve(gateway.business());
        TestPerson bob = world.person(BOB, "Bob");
        world.goesOffline(bob);
        List<MessageId> sent = send(BOB, Outgoing.MOST_WAITING + 5);
        TestPerson carol = world.person("+12025550103", "Carol");
        List<MessageId> others = send("+12025550103", 1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(carol.businessMessages()).isEqualTo(others));
        await("held here").atMost(PATIENCE).until(() -> waiting() == 5);

        gateway.close();
        start();
        TestPerson again = world.personAgain("Bob");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(again.businessMessages()).containsExactlyElementsOf(sent));
        await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    private int waiting() {
        TestWorld.Ran status = world.run("status", "--json", "--data-dir", home.toString());
        return JSON.readTree(status.out()).path("waiting_to_be_sent").asInt();
    }

    private String standing() {
        return world.run("status", "--data-dir", home.toString()).out();
    }

    private List<MessageId> send(String to, int messages) {
        List<MessageId> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Api.Answer answer = api.send(Samples.message(to, "RECEIPT", Samples.receipt(to + "-" + i)));
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);
            sent.add(MessageId.parse(answer.json().path("message_id").asString()));
        }
        return sent;
    }

    private JsonNode sending() {
        return api.get("/v1/limits").json().path("sending");
    }

    private Stream<JsonNode> events() {
        return api.get("/v1/events").json().path("events").valueStream();
    }

    private List<String> types() {
        return events().map(event -> event.path("type").asString()).toList();
    }

    private void awaitEvents(String... types) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(types()).containsExactly(types));
    }

    private void suspend(String reason) {
        world.suspend(gateway.business(), reason);
    }

    private void tier(int tier) {
        world.limit(gateway.business(), tier);
    }
}
