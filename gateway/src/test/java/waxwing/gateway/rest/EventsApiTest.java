package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import waxwing.gateway.Api;
import waxwing.gateway.ApiContract;
import waxwing.gateway.KnownIdentity;
import waxwing.gateway.MutableClock;
import waxwing.gateway.Receiver;
import waxwing.gateway.Receiver.Behaviour;
import waxwing.gateway.Samples;
import waxwing.gateway.api.Callers;
import waxwing.gateway.api.Operations;
import waxwing.gateway.apikey.ApiKeyTerms;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.Scope;
import waxwing.gateway.apikey.SqlApiKeyStore;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.grpc.GrpcApi;
import waxwing.gateway.message.Claims;
import waxwing.gateway.message.MessageEvents;
import waxwing.gateway.message.Messages;
import waxwing.gateway.message.Onward;
import waxwing.gateway.message.SqlCorrespondence;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.gateway.suppression.SqlSuppressions;
import waxwing.gateway.webhook.Dispatch;
import waxwing.gateway.webhook.Webhooks;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetClient;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// Events and webhooks over the API, without a relay. Every answer is held against `openapi.yaml`.
class EventsApiTest {
    private static final String BOB = "+12025550102";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static final MutableClock CLOCK = new MutableClock();
    private static final TargetGuard GUARD = new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK);
    private static final TargetClient CLIENT = new TargetClient();
    private static Database database;
    private static EventLog log;
    private static Webhooks webhooks;
    private static Dispatch dispatch;
    private static RestServer server;
    private static Api api;

    private Receiver receiver;
    private String start;

    @BeforeAll
    static void open() {
        database = Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), 2));
        database.migrate("waxwing/gateway/db");
        var random = new SecureRandom();
        log = new EventLog(database, CLOCK, random);
        var news = new MessageEvents(log, Contacts.open(database, random), new Windows(database, log, CLOCK), CLOCK);
        var onward = new Onward(new Claims<>(), () -> {}, _ -> false, _ -> false);
        var messages = new Messages(new SqlMessageStore(database, news), onward, CLOCK, random);
        webhooks = new Webhooks(database, log, GUARD, CLIENT, CLOCK, random);
        dispatch = Dispatch.start(webhooks, log);
        var keys = new ApiKeys(new SqlApiKeyStore(database), CLOCK, random);
        var business = new Operations.Business(
                new AccountId(new UUID(0, 7)), PhoneNumber.ofE164("+12025550199"), new KnownIdentity(), () -> false);
        var people = new Operations.People(
                Contacts.open(database, random),
                new SqlSuppressions(database),
                new SqlCorrespondence(database),
                new Windows(database, log, CLOCK));
        var events = new Operations.Events(log, webhooks, dispatch::refresh);
        var services = new Operations.Services(messages, keys, people, business, events, CLOCK);
        var operations = Operations.of(services);
        var callers = new Callers(keys, CLOCK);
        server = new RestServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                operations,
                callers,
                new GrpcApi(operations, callers, log::isClosed),
                () -> false);
        server.start();
        // The clock moves in leaps only, so that a bucket is not filled again meanwhile.
        var fast = new ApiKeyTerms("test", Scope.all(), Optional.empty(), ApiKeyTerms.HIGHEST_RATE);
        api = new Api(
                "http://127.0.0.1:" + server.port(), keys.create(fast).key().reveal());
    }

    @AfterAll
    static void close() {
        log.close();
        server.close();
        dispatch.close();
        database.close();
        CLIENT.close();
        GUARD.close();
    }

    @BeforeEach
    void begin() {
        receiver = new Receiver();
        start = log.end().toString();
    }

    @AfterEach
    void end() {
        webhooks.list().forEach(endpoint -> webhooks.remove(endpoint.id()));
        receiver.close();
    }

    @Test
    void whatIsAcceptedIsAnEventAndTheCursorLeadsOn() {
        String first = send("1001");
        String second = send("1002");

        Api.Answer answer = events("limit=1");
        assertThat(messageIds(answer)).containsExactly(first);
        Api.Answer next = events("after=" + answer.json().path("cursor").asString());
        assertThat(messageIds(next)).containsExactly(second);
        assertThat(next.json().path("events").get(0).path("type").asString()).isEqualTo("message.accepted");
        assertThat(next.body()).doesNotContain(BOB).doesNotContain("tartlet");
        String end = next.json().path("cursor").asString();
        Api.Answer none = events("after=" + end);
        assertThat(messageIds(none)).isEmpty();
        assertThat(none.json().path("cursor").asString()).isEqualTo(end);
    }

    @Test
    void aCallerWhoWaitsIsAnsweredAsSoonAsSomethingHappens() throws Exception {
        send("1001");
        String cursor = events("").json().path("cursor").asString();
        var waiting = new FutureTask<>(() -> events("wait=30&after=" + cursor));
        Thread.ofVirtual().start(waiting);
        String id = send("1002");

        assertThat(messageIds(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)))
                .containsExactly(id);
    }

    @ParameterizedTest(name = "{0}: {2} at {3}")
    @CsvSource(textBlock = """
            /v1/events?after=nonsense,                 400, invalid_parameter, after
            /v1/events?limit=0,                        400, invalid_parameter, limit
            /v1/events?limit=201,                      400, invalid_parameter, limit
            /v1/events?wait=-1,                        400, invalid_parameter, wait
            /v1/events?since=1,                        400, unknown_parameter, since
            /v1/webhookDeliveries?cursor=7,            400, invalid_parameter, cursor
            /v1/webhookDeliveries?endpoint=x,          400, invalid_parameter, endpoint
            """)
    void aBadQueryIsToldWhatAndWhere(String path, int status, String code, String param) {
        Api.Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.param()).isEqualTo(param);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                     | missing_parameter | url
            {"url": 7}                                                             | invalid_parameter | url
            {"url": "ftp://example.com/"}                                          | invalid_parameter | url
            {"url": "https://10.0.0.1/"}                                           | invalid_parameter | url
            {"url": "https://169.254.169.254/latest/meta-data"}                    | invalid_parameter | url
            {"url": "https://nobody@8.8.8.8/"}                                     | invalid_parameter | url
            {"url": "https://8.8.8.8/", "event_types": ["message.lost"]}           | invalid_parameter | event_types
            {"url": "https://8.8.8.8/", "event_types": ["webhook_endpoint.test"]}  | invalid_parameter | event_types
            {"url": "https://8.8.8.8/", "event_types": "message.read"}             | invalid_parameter | event_types
            {"url": "https://8.8.8.8/", "description": "a\\u0007"}                 | invalid_parameter | description
            {"url": "https://8.8.8.8/", "secret": "whsec_x"}                       | unknown_parameter | secret
            """)
    void anEndpointThatCannotBeIsToldWhatAndWhere(String body, String code, String param) {
        Api.Answer answer = post("/v1/webhookEndpoints", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.param()).isEqualTo(param);
        assertThat(api.get("/v1/webhookEndpoints")
                        .json()
                        .path("webhook_endpoints")
                        .size())
                .isZero();
    }

    @Test
    void anEndpointIsRegisteredShownChangedAndRemoved() {
        Api.Answer created = register("{\"url\": \"%s\", \"description\": \"till\"}");
        String id = created.json().path("id").asString();
        String path = "/v1/webhookEndpoints/" + id;
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo(path);

        Api.Answer shown = api.get(path);
        assertThat(shown.json().path("url").asString()).isEqualTo(receiver.url());
        assertThat(shown.body()).doesNotContain("whsec_");

        Api.Answer changed = api.call(api.request(path)
                .method(
                        "PATCH",
                        BodyPublishers.ofString("{\"status\": \"disabled\", \"event_types\": [\"message.read\"]}")));
        assertThat(changed.json().path("disabled_reason").asString()).isEqualTo("requested");
        assertThat(changed.json().path("description").asString()).isEqualTo("till");
        assertThat(changed.json().path("event_types").get(0).asString()).isEqualTo("message.read");

        assertThat(api.call(api.request(path).DELETE()).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.call(api.request(path).DELETE()).status()).isEqualTo(404);
    }

    @Test
    void anEndpointCannotBeMovedIntoTheOwnNetwork() {
        Api.Answer created = register("{\"url\": \"%s\"}");
        String path = "/v1/webhookEndpoints/" + created.json().path("id").asString();
        Api.Answer refused = api.call(
                api.request(path).method("PATCH", BodyPublishers.ofString("{\"url\": \"https://192.168.0.1/\"}")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.param()).isEqualTo("url");
        assertThat(api.get(path).json().path("url").asString()).isEqualTo(receiver.url());
    }

    @Test
    void thereAreOnlySoManyEndpoints() {
        for (int i = 0; i < Webhooks.MOST; i++) {
            assertThat(register("{\"url\": \"%s\"}").status()).isEqualTo(201);
        }
        assertThat(register("{\"url\": \"%s\"}").status()).isEqualTo(400);
    }

    @Test
    void everyAttemptCanBeSeenPageByPage() {
        String id = register("{\"url\": \"%s\"}").json().path("id").asString();
        receiver.behaves(new Behaviour.Answers(503));
        send("1001");
        await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
        receiver.behaves(new Behaviour.Answers(204));
        CLOCK.advance(Duration.ofSeconds(6));
        dispatch.refresh();
        await().atMost(PATIENCE).until(() -> deliveries("endpoint=" + id).size() == 2);

        JsonNode page = api.get("/v1/webhookDeliveries?limit=1&endpoint=" + id).json();
        JsonNode newest = page.path("deliveries").get(0);
        assertThat(newest.path("outcome").asString()).isEqualTo("delivered");
        assertThat(newest.path("attempt").asInt()).isEqualTo(2);
        JsonNode older = deliveries(
                "endpoint=" + id + "&cursor=" + page.path("next_cursor").asString());
        assertThat(older.size()).isOne();
        assertThat(older.get(0).path("outcome").asString()).isEqualTo("rejected");
        assertThat(older.get(0).path("status_code").asInt()).isEqualTo(503);
        assertThat(older.get(0).has("next_attempt_at")).isTrue();
    }

    @Test
    void aSecretIsRotatedAndATestSignedWithBoth() {
        Api.Answer created = register("{\"url\": \"%s\"}");
        String path = "/v1/webhookEndpoints/" + created.json().path("id").asString();

        Api.Answer rotated = post(path + ":rotateSecret", "{\"overlap\": 60}");
        assertThat(rotated.json().path("secret").asString())
                .isNotEqualTo(created.json().path("secret").asString());
        assertThat(test(path).json().path("outcome").asString()).isEqualTo("delivered");
        assertThat(receiver.requests().getLast().signature().split(" ")).hasSize(2);
        CLOCK.advance(Duration.ofSeconds(60));
        test(path);
        assertThat(receiver.requests().getLast().signature().split(" ")).hasSize(1);
        assertThat(post(path + ":rotateSecret", "{\"overlap\": 604801}").param())
                .isEqualTo("overlap");
    }

    @Test
    void eventsAreReplayedToAnEndpoint() {
        send("1001");
        String id = register("{\"url\": \"%s\"}").json().path("id").asString();
        Api.Answer replayed =
                post("/v1/events:replay", "{\"endpoint_id\": \"" + id + "\", \"after\": \"" + start + "\"}");

        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.json().path("queued").asInt()).isOne();
        assertThat(replayed.json().path("next_cursor").isNull()).isTrue();
        await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
        Api.Answer unknown = post("/v1/events:replay", "{\"endpoint_id\": \"we_2222222222\"}");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void everythingHereNeedsAKey() {
        Api nobody = new Api(api.url(), "none");

        assertThat(nobody.get("/v1/events").status()).isEqualTo(401);
        assertThat(nobody.get("/v1/webhookEndpoints").status()).isEqualTo(401);
        assertThat(nobody.get("/v1/webhookDeliveries").status()).isEqualTo(401);
    }

    @Test
    void theTypesOfEventsAreTheProgrammes() {
        assertThat(ApiContract.choices("EventType"))
                .containsExactly(Arrays.stream(EventType.values())
                        .map(EventType::wireName)
                        .toArray(String[]::new));
    }

    @Test
    void whatAPersonWroteComesWhole() {
        log.append(
                EventType.MESSAGE_RECEIVED,
                CLOCK.instant(),
                JsonNodeFactory.instance.objectNode().put("text", "déjà vu 🐦"));

        assertThat(events("")
                        .json()
                        .path("events")
                        .get(0)
                        .path("data")
                        .path("text")
                        .asString())
                .isEqualTo("déjà vu 🐦");
    }

    private Api.Answer register(String body) {
        return post("/v1/webhookEndpoints", body.formatted(receiver.url()));
    }

    private Api.Answer test(String path) {
        return post(path + ":test", "");
    }

    private JsonNode deliveries(String query) {
        return api.get("/v1/webhookDeliveries?" + query).json().path("deliveries");
    }

    private Api.Answer events(String query) {
        return api.get("/v1/events?" + (query.contains("after=") ? query : query + "&after=" + start));
    }

    private Api.Answer post(String path, String body) {
        return api.call(api.request(path).POST(BodyPublishers.ofString(body)));
    }

    private static List<String> messageIds(Api.Answer answer) {
        return StreamSupport.stream(answer.json().path("events").spliterator(), false)
                .map(event -> event.path("data").path("message_id").asString())
                .toList();
    }

    private String send(String order) {
        Api.Answer answer = api.send(Samples.message(BOB, "RECEIPT", Samples.receipt(order)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("message_id").asString();
    }
}
