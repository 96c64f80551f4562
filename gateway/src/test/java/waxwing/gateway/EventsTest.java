package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.content.v1.Action;
import waxwing.gateway.event.EventLog;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;

/// What the business hears of its messages and of people, through a real relay and from a real person: as
/// webhooks, and at the command line.
class EventsTest {
    private static final String SHOP = "+12025550199";
    private static final String BOB = "+12025550102";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private TestWorld world;
    private TestPerson bob;
    private Receiver receiver;
    private Path home;
    private Gateway gateway;
    private Api api;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        receiver = new Receiver();
        bob = world.person(BOB, "Bob");
        home = world.gatewayFolder("shop");
        TestWorld.Ran init = world.init(home, SHOP, "Lantern Bakery");
        assertThat(init.exit()).as(init.toString()).isZero();
        String key = init.out().lines().findFirst().orElseThrow().substring("API key: ".length());
        gateway = TestWorld.startWithLoopback(home);
        api = new Api(gateway.url(), key);
        world.approve(gateway.business());
        await().atMost(PATIENCE).until(() -> command("events").contains("business.verified"));
    }

    @AfterEach
    void close() {
        gateway.close();
        world.close();
        receiver.close();
    }

    @Test
    void aBusinessHearsOfEachStepAndOfWhatAPersonWritesBack() throws Exception {
        String secret = command("webhook", "add", receiver.url(), "--description", "till")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .substring("secret: ".length());
        String id = api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")))
                .json()
                .path("message_id")
                .asString();
        awaitTypes("message.accepted", "message.delivered");
        bob.readAll();
        awaitTypes("message.accepted", "message.delivered", "message.read");
        MessageId question = bob.writes(PhoneNumber.ofE164(SHOP), "is it ready?");
        awaitTypes(
                "message.accepted",
                "message.delivered",
                "message.read",
                "conversation.window_opened",
                "message.received");

        List<JsonNode> data = receiver.requests().stream()
                .map(request -> request.json().path("data"))
                .toList();
        assertThat(data.subList(0, 3))
                .allSatisfy(
                        step -> assertThat(step.path("message_id").asString()).isEqualTo(id));
        assertThat(data.getLast().path("message_id").asString()).isEqualTo(question.toString());
        assertThat(data.getLast().path("text").asString()).isEqualTo("is it ready?");
        assertThat(data.stream().map(event -> event.path("contact").asString()).distinct())
                .singleElement()
                .asString()
                .startsWith("ctc_");
        for (Receiver.Request request : receiver.requests()) {
            new Webhook(secret).verify(request.body(), headers(request));
            assertThat(request.body()).doesNotContain(BOB, SHOP);
        }
    }

    @Test
    void whatAPersonAsksForOnACardIsAnEvent() {
        command("webhook", "add", receiver.url());
        String table = api.send(Samples.message(BOB, "RESERVATION", Samples.reservation("R-88")))
                .json()
                .path("message_id")
                .asString();
        awaitTypes("message.accepted", "message.delivered");

        bob.asks(MessageId.parse(table), Action.Type.CHANGE_RESERVATION, "At nine, please");

        awaitTypes(
                "message.accepted", "message.delivered", "conversation.window_opened", "reservation.change_requested");
        JsonNode data = receiver.requests().getLast().json().path("data");
        assertThat(data.path("about").asString()).isEqualTo(table);
        assertThat(data.path("entity").path("id").asString()).isEqualTo("R-88");
        assertThat(data.path("text").asString()).isEqualTo("At nine, please");
    }

    @Test
    void aKindThatAPersonStopsAndAllowsAgainIsToldAsItsMessagesShow() {
        command("webhook", "add", receiver.url(), "--events", "contact.preference_changed,message.delivered");
        api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")));
        awaitTypes("message.delivered");
        bob.stop(gateway.business(), MessageKind.RECEIPT);
        api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1002")));
        awaitTypes("message.delivered", "contact.preference_changed");
        bob.allow(gateway.business(), MessageKind.RECEIPT);
        api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1003")));
        awaitTypes(
                "message.delivered", "contact.preference_changed", "message.delivered", "contact.preference_changed");

        assertThat(receiver.requests().stream()
                        .map(request -> request.json().path("data"))
                        .filter(data -> data.has("permission")))
                .extracting(data -> data.path("kind").asString() + " "
                        + data.path("permission").asString())
                .containsExactly("RECEIPT refused", "RECEIPT allowed");
    }

    @Test
    void theLogIsPrintedAsLinesWithTheGatewayRunningOrNot() {
        api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")));
        await().atMost(PATIENCE).until(() -> command("events", "--json").lines().count() == 3);
        List<JsonNode> events =
                command("events", "--json").lines().map(JSON::readTree).toList();
        assertThat(events)
                .allSatisfy(event -> assertThat(event.path("v").asInt()).isOne());
        assertThat(events)
                .extracting(event -> event.path("type").asString())
                .containsExactly("business.verified", "message.accepted", "message.delivered");
        String first = events.get(1).path("cursor").asString();
        assertThat(command("events", "--after", first).lines())
                .singleElement()
                .asString()
                .contains("message.delivered", "ctc_");

        gateway.close();
        assertThat(command("events", "--after", first, "--json").lines())
                .singleElement()
                .satisfies(line -> assertThat(JSON.readTree(line)).isEqualTo(events.getLast()));
        assertThat(world.run("events", "--follow", "--data-dir", home.toString())
                        .exit())
                .isEqualTo(75);
        assertThat(world.run("events", "--after", "nonsense", "--data-dir", home.toString())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void aCursorOfAnEventThatIsNotKeptAnyMoreIsToldSo() {
        api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")));
        await().atMost(PATIENCE).until(() -> command("events", "--json").lines().count() == 3);
        String first = JSON.readTree(
                        command("events", "--json").lines().findFirst().orElseThrow())
                .path("cursor")
                .asString();
        gateway.close();
        try (Database store = GatewayFolder.of(home, Optional.empty()).openStore()) {
            var later = Clock.offset(Clock.systemUTC(), EventLog.KEPT.plusDays(1));
            new EventLog(store, later, new SecureRandom()).forgetOld();
        }

        for (List<String> words : List.of(
                List.of("events", "--json", "--after", first),
                List.of("webhook", "replay", "we_2222222222", "--json", "--after", first))) {
            TestWorld.Ran ran = world.run(inFolder(words.toArray(String[]::new)));
            assertThat(ran.exit()).as(ran.toString()).isEqualTo(3);
            JsonNode error = JSON.readTree(ran.out()).path("error");
            assertThat(error.path("code").asString()).isEqualTo("cursor_expired");
            assertThat(error.path("hint").asString()).contains("--after");
        }
        assertThat(command("events")).isEmpty();
    }

    @Test
    void endpointsAreManagedFromTheCommandLine() {
        String added = command("webhook", "add", receiver.url(), "--events", "message.read,message.delivered");
        String id = added.lines().findFirst().orElseThrow().substring("endpoint: ".length());
        assertThat(command("webhook", "test", id).strip()).isEqualTo("delivered (204)");
        assertThat(command("webhook", "list"))
                .contains(id, "enabled", "message.delivered,message.read", receiver.url());
        assertThat(command("webhook", "disable", id).strip()).isEqualTo("disabled " + id);
        assertThat(command("webhook", "list")).contains("disabled (requested)");
        assertThat(command("webhook", "enable", id).strip()).isEqualTo("enabled " + id);
        assertThat(command("webhook", "replay", id).strip()).isEqualTo("queued 0 events");
        assertThat(command("webhook", "list", "--json")).doesNotContain("whsec_");

        assertThat(exit("webhook", "add", "http://10.0.0.1:8080/")).isEqualTo(2);
        assertThat(exit("webhook", "add", receiver.url(), "--events", "message.lost"))
                .isEqualTo(2);
        assertThat(exit("webhook", "test", "we_2222222222")).isEqualTo(3);
        assertThat(exit("webhook", "test", "nonsense")).isEqualTo(2);
        assertThat(exit("webhook")).isEqualTo(2);
        receiver.behaves(new Receiver.Behaviour.Answers(500));
        assertThat(exit("webhook", "test", id)).isEqualTo(75);
    }

    @Test
    void aDeveloperListensAndHasEventsForwardedToThisMachine() throws Exception {
        var out = new StringWriter();
        var terminal = new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(out));
        Thread listening = Thread.ofPlatform()
                .start(() -> Main.run(
                        TestWorld.ENVIRONMENT,
                        terminal,
                        "listen",
                        "--json",
                        "--forward",
                        receiver.url(),
                        "--data-dir",
                        home.toString()));
        await().atMost(PATIENCE).until(() -> out.toString().endsWith("\n"));
        String secret = JSON.readTree(out.toString()).path("secret").asString();
        api.send(Samples.message(BOB, "RECEIPT", Samples.receipt("1001")));
        awaitTypes("message.accepted", "message.delivered");
        Receiver.Request first = receiver.requests().getFirst();
        new Webhook(secret).verify(first.body(), headers(first));
        await().atMost(PATIENCE).until(() -> out.toString().lines().count() == 3);
        assertThat(JSON.readTree(out.toString().lines().skip(1).findFirst().orElseThrow())
                        .path("outcome")
                        .asString())
                .isEqualTo("delivered");

        gateway.close();
        listening.join(PATIENCE);
        assertThat(listening.isAlive()).isFalse();
        assertThat(world.run("listen", "--data-dir", home.toString()).exit()).isEqualTo(75);
    }

    private void awaitTypes(String... types) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.requests())
                        .extracting(Receiver.Request::type)
                        .containsExactly(types));
    }

    private static HttpHeaders headers(Receiver.Request request) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(request.id()),
                        "webhook-timestamp", List.of(request.timestamp()),
                        "webhook-signature", List.of(request.signature())),
                (_, _) -> true);
    }

    private String command(String... words) {
        TestWorld.Ran ran = world.run(inFolder(words));
        assertThat(ran.exit()).as(ran.toString()).isZero();
        return ran.out();
    }

    private int exit(String... words) {
        return world.run(inFolder(words)).exit();
    }

    private String[] inFolder(String... words) {
        return Stream.concat(Arrays.stream(words), Stream.of("--data-dir", home.toString()))
                .toArray(String[]::new);
    }
}
