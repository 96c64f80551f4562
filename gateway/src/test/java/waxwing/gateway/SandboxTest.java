package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.client.messages.StateReason;
import waxwing.gateway.Receiver.Behaviour;
import waxwing.gateway.message.StatusCodes;
import waxwing.gateway.sandbox.SimulatedPerson;

/// A gateway before simulated people, over HTTP: what a business's own tests rely on.
class SandboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// A person, a kind of message, and what becomes of it.
    private static final String TABLE = """
            READER        | RECEIPT      | accepted delivered read
            NON_READER    | RECEIPT      | accepted delivered
            OFFLINE       | RECEIPT      | accepted
            BLOCKING      | RECEIPT      | accepted
            UNREGISTERED  | RECEIPT      | accepted
            SLOW          | RECEIPT      | accepted
            REINSTALLED   | RECEIPT      | accepted failed/refused
            OPTED_OUT     | RECEIPT      | accepted suppressed/recipient_opted_out
            NO_OFFERS     | OFFER        | accepted suppressed/recipient_opted_out
            NO_OFFERS     | RECEIPT      | accepted delivered read
            NOT_OPTED_IN  | OFFER        | accepted suppressed/recipient_not_opted_in
            NOT_OPTED_IN  | RECEIPT      | accepted delivered read
            CHOOSY        | DELIVERY     | accepted suppressed/recipient_preference
            SILENT        | CONVERSATION | accepted suppressed/service_window_closed
            SILENT        | RECEIPT      | accepted delivered read
            SATED         | RECEIPT      | accepted suppressed/recipient_limit_reached
            UNVERIFIED_TO | RECEIPT      | accepted failed/sender_not_verified
            SUSPENDED_TO  | RECEIPT      | accepted failed/sender_suspended
            FORBIDDEN     | OFFER        | accepted failed/kind_not_allowed
            TOO_SMALL     | RECEIPT      | accepted failed/message_too_large
            BEYOND_TIER   | RECEIPT      | accepted failed/tier_exceeded
            FAILING       | RECEIPT      | accepted failed/refused
            THANKFUL      | RECEIPT      | accepted delivered read
            CONFIRMING    | RESERVATION  | accepted delivered read
            CHANGING      | RESERVATION  | accepted delivered read
            CANCELING     | RESERVATION  | accepted delivered read
            DISPUTING     | RECEIPT      | accepted delivered read
            INSTRUCTING   | DELIVERY     | accepted delivered read
            """;

    @TempDir
    private Path folder;

    private Gateway gateway;
    private Api api;

    @BeforeEach
    void start() {
        gateway = Gateway.startSandbox(sandbox(), RunSettings.at(anyPort()), TestWorld.ENVIRONMENT, () -> {});
        api = new Api(gateway.url(), gateway.sandbox().orElseThrow().apiKey());
    }

    private GatewayFolder sandbox() {
        return GatewayFolder.of(folder.resolve("sandbox"), Optional.empty());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void restart() {
        gateway.close();
        start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void eachNumberDoesWhatItIsFor() {
        List<String> wanted = TABLE.lines().map(String::strip).toList();
        List<String> ids = wanted.stream()
                .map(line -> line.split(" *\\| *"))
                .map(cells -> send(SimulatedPerson.valueOf(cells[0]), cells[1]))
                .toList();
        settle();

        List<String> came = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String line = wanted.get(i);
            came.add(line.substring(0, line.lastIndexOf('|') + 2) + timeline(ids.get(i)));
        }
        assertThat(came).isEqualTo(wanted);
    }

    @Test
    void everyCodeOfAStatusCanBeProvoked() {
        for (SimulatedPerson person : SimulatedPerson.values()) {
            for (String kind : List.of("RECEIPT", "OFFER", "CONVERSATION")) {
                send(person, kind);
            }
        }
        settle();
        Set<String> provoked = new TreeSet<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/v1/messages?limit=200" + cursor).json();
            page.path("messages")
                    .forEach(message -> message.path("timeline")
                            .valueStream()
                            .map(entry -> entry.path("code"))
                            .filter(JsonNode::isString)
                            .forEach(code -> provoked.add(code.asString())));
            cursor = page.path("next_cursor").isString()
                    ? "&cursor=" + page.path("next_cursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(provoked)
                .as("SimulatedPerson has a number for each code")
                .isEqualTo(Arrays.stream(StateReason.values())
                        // That is the business's own doing.
                        .filter(reason -> reason != StateReason.WITHDRAWN)
                        .map(StatusCodes::of)
                        .collect(Collectors.toSet()));
    }

    @Test
    void anyOtherNumberReads() {
        String id = id(api.send(Samples.message("+4915112345678", "OFFER", Samples.offer("advent"))));
        settle();

        assertThat(timeline(id)).isEqualTo("accepted delivered read");
    }

    @Test
    void everyAnswerSaysThatItIsASandbox() {
        Stream.of(
                        api.get("/v1/messages"),
                        api.get("/v1/nothing"),
                        api.delete("/v1/messages"),
                        api.send("{"),
                        new Api(api.url(), "nonsense").get("/v1/messages"),
                        api.get("/readyz"),
                        api.get("/openapi.yaml"))
                .forEach(answer -> assertThat(answer.header("waxwing-sandbox"))
                        .as(answer.body())
                        .isEqualTo("true"));
        assertThat(api.get("/readyz").json().path("sandbox").asBoolean()).isTrue();
        assertThat(api.get("/v1/businessProfile").json().path("sandbox").asBoolean())
                .isTrue();
        assertThat(api.key()).startsWith("wax_test_");
    }

    @Test
    void thePeopleAreListed() {
        assertThat(api.get("/v1/sandbox/people").json().path("people").valueStream())
                .hasSize(SimulatedPerson.values().length)
                .anySatisfy(person -> {
                    assertThat(person.path("phone_number").asString()).isEqualTo("+12025550120");
                    assertThat(person.path("name").asString()).isEqualTo("opted_out");
                });
    }

    @Test
    void whatGoesOutLaterGoesOutWhenTheClockSaysSo() {
        String at = now().plus(Duration.ofHours(1)).toString();
        String message = Samples.message("+12025550100", "RECEIPT", Samples.receipt("1001"));
        String id = id(api.send(message.replace("{\"to\"", "{\"send_at\": \"" + at + "\", \"to\"")));
        advance("59m");
        assertThat(timeline(id)).isEqualTo("scheduled");

        advance("2m");

        assertThat(timeline(id)).isEqualTo("scheduled accepted delivered read");
    }

    @Test
    void theClockStopsAtWhatIsDueOnTheWay() {
        String at = now().plus(Duration.ofHours(1)).toString();
        String message = Samples.message("+12025550111", "RECEIPT", Samples.receipt("1001"));
        String id = id(
                api.send(message.replace("{\"to\"", "{\"send_at\": \"" + at + "\", \"expires_in\": \"15m\", \"to\"")));

        advance("1d");

        assertThat(timeline(id)).isEqualTo("scheduled accepted delivered");
        JsonNode timeline = api.message(id).path("timeline");
        assertThat(Instant.parse(timeline.path(2).path("at").asString()))
                .isBetween(Instant.parse(at).plusSeconds(600), Instant.parse(at).plusSeconds(660));
    }

    @Test
    void whoIsOfflineNeverGetsItAndTheGatewaySaysExpired() {
        String id = id(api.send(Samples.message("+12025550112", "RECEIPT", Samples.receipt("1001"))
                .replace("{\"to\"", "{\"expires_in\": \"2h\", \"to\"")));
        advance("1h");
        assertThat(timeline(id)).isEqualTo("accepted");

        advance("90m");

        assertThat(timeline(id)).isEqualTo("accepted expired");
    }

    @Test
    void theSlowGetItAfterAWhileUnlessItIsOver() {
        String lasting = send(SimulatedPerson.SLOW, "RECEIPT");
        String brief = id(api.send(Samples.message("+12025550111", "RECEIPT", Samples.receipt("1002"))
                .replace("{\"to\"", "{\"expires_in\": \"5m\", \"to\"")));

        advance("11m");

        assertThat(timeline(lasting)).isEqualTo("accepted delivered");
        assertThat(timeline(brief)).isEqualTo("accepted expired");
    }

    @Test
    void timeGoesOnAndNothingElse() {
        Instant before = now();

        Map.of(
                        "{\"advance\": \"-1h\"}", "invalid_parameter",
                        "{\"advance\": -1}", "invalid_parameter",
                        "{\"advance\": \"soon\"}", "invalid_parameter",
                        "{\"advance\": \"367d\"}", "invalid_parameter",
                        "{}", "missing_parameter",
                        "{\"advance\": 1, \"back\": true}", "unknown_parameter")
                .forEach((body, code) -> assertThat(
                                api.post("/v1/sandbox/clock", body).code())
                        .as(body)
                        .isEqualTo(code));

        assertThat(now()).isBetween(before, before.plusSeconds(60));
    }

    @Test
    void theClockIsNeverFurtherAheadThanItsOwnEnd() {
        for (int year = 0; year < 10; year++) {
            advance("366d");
        }

        assertThat(api.post("/v1/sandbox/clock", "{\"advance\": \"1d\"}").code())
                .isEqualTo("invalid_parameter");
        assertThat(timeline(send(SimulatedPerson.OFFLINE, "RECEIPT"))).isEqualTo("accepted");
    }

    @Test
    void messagesAreForgottenByTheClockAndTheirIdsAreFree() {
        String message = Samples.message("+12025550101", "RECEIPT", Samples.receipt("1001"))
                .replaceFirst("\\{", "{\"message_id\": \"019ab000-0000-7000-8000-000000000001\", ");
        String id = id(api.send(message));
        String unread = send(SimulatedPerson.NON_READER, "RECEIPT");
        settle();

        advance("89d");
        assertThat(timeline(id)).isEqualTo("accepted delivered read");
        restart();
        advance("2d");
        assertThat(api.get("/v1/messages/" + id).code()).isEqualTo("not_found");
        assertThat(timeline(unread)).as("could have been delivered until later").isEqualTo("accepted delivered");
        assertThat(id(api.send(message))).isEqualTo(id);
        settle();
        assertThat(timeline(id)).isEqualTo("accepted delivered read");
        advance("30d");
        assertThat(api.get("/v1/messages/" + unread).code()).isEqualTo("not_found");
    }

    @Test
    void keysEndByTheClock() {
        String key = api.post("/v1/apiKeys", """
                        {"label": "till", "scopes": ["messages:read"], "expires_in": "1h"}""").json().path("api_key").asString();
        var till = new Api(api.url(), key);
        assertThat(till.get("/v1/messages").status()).isEqualTo(200);

        advance("61m");

        assertThat(till.get("/v1/messages").code()).isEqualTo("unauthenticated");
    }

    @Test
    void aPersonsAnswerOpensTheWindowThatTheClockCloses() {
        String id = send(SimulatedPerson.THANKFUL, "RECEIPT");
        settle();
        assertThat(events())
                .containsSubsequence("message.read", "conversation.window_opened", "message.received")
                .doesNotContain("conversation.window_closed");
        JsonNode received = event("message.received").path("data");
        assertThat(received.path("text").asString()).isEqualTo("Thank you!");
        assertThat(received.path("reply_to").asString()).isEqualTo(id);

        advance("24h");

        assertThat(events()).endsWith("conversation.window_closed");
    }

    @Test
    void theWindowDecidesOverFreeText() {
        assertThat(says("{\"from\": {\"phone_number\": \"+12025550124\"}, \"text\": \"Open on Sunday?\"}")
                        .status())
                .isEqualTo(200);
        String open = send(SimulatedPerson.SILENT, "CONVERSATION");
        advance("24h");
        String closed = send(SimulatedPerson.SILENT, "CONVERSATION");
        settle();

        assertThat(timeline(open)).isEqualTo("accepted delivered read");
        assertThat(timeline(closed)).isEqualTo("accepted suppressed/service_window_closed");
    }

    @Test
    void peopleAskForWhatACardOffers() {
        String change = send(SimulatedPerson.CHANGING, "RESERVATION");
        String cancel = send(SimulatedPerson.CANCELING, "RESERVATION");
        String dispute = send(SimulatedPerson.DISPUTING, "RECEIPT");
        String instruct = send(SimulatedPerson.INSTRUCTING, "DELIVERY");
        settle();

        assertThat(about("reservation.change_requested")).isEqualTo(change);
        assertThat(about("reservation.cancel_requested")).isEqualTo(cancel);
        assertThat(about("receipt.disputed")).isEqualTo(dispute);
        assertThat(about("delivery.instructions_received")).isEqualTo(instruct);
        assertThat(events()).contains("conversation.window_opened");
    }

    private String about(String event) {
        return event(event).path("data").path("about").asString();
    }

    @Test
    void nobodyAsksForWhatACardDoesNotOffer() {
        send(SimulatedPerson.CONFIRMING, "RESERVATION");
        send(SimulatedPerson.CHANGING, "RECEIPT");
        settle();

        assertThat(events()).allMatch(type -> type.startsWith("message."));
    }

    @Test
    void anybodyCanBeMadeToAsk() {
        String id = send(SimulatedPerson.READER, "RESERVATION");
        settle();
        String ask = """
                {"from": {"phone_number": "+12025550100"}, "about": "%s", "action": "%s", "text": "At nine, please"}""";

        assertThat(says(ask.formatted(id, "CHANGE_RESERVATION")).status()).isEqualTo(200);
        assertThat(event("reservation.change_requested")
                        .path("data")
                        .path("text")
                        .asString())
                .isEqualTo("At nine, please");

        Api.Answer notOffered = says(ask.formatted(id, "CONFIRM_RESERVATION"));
        assertThat(notOffered.code()).isEqualTo("invalid_parameter");
        assertThat(notOffered.param()).isEqualTo("action");
        assertThat(says(ask.formatted(id, "CHANGE_RESERVATION").replace("50100", "50101"))
                        .code())
                .isEqualTo("not_found");
        assertThat(says("{\"from\": {\"phone_number\": \"+12025550100\"}}").param())
                .isEqualTo("text");
        assertThat(says(ask.formatted(id, "FROWN")).param()).isEqualTo("action");
    }

    @Test
    void anOptOutIsToldAndListed() {
        send(SimulatedPerson.NO_OFFERS, "OFFER");
        settle();

        assertThat(events()).contains("contact.opted_out");
        assertThat(api.get("/v1/suppressions").json().path("suppressions").valueStream())
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("source").asString()).isEqualTo("recipient"));
    }

    @Test
    void aWebhookThatWasDownForAnHourGetsItInTheNext() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.behaves(new Behaviour.Answers(500));
            String secret = api.post("/v1/webhookEndpoints", """
                            {"url": "%s", "event_types": ["message.read"]}""".formatted(receiver.url()))
                    .json()
                    .path("secret")
                    .asString();
            String id = send(SimulatedPerson.READER, "RECEIPT");
            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
            advance("10s");
            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 2);

            receiver.behaves(new Behaviour.Answers(204));
            advance("1h");

            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 3);
            Receiver.Request got = receiver.requests().getLast();
            assertThat(got.json().path("data").path("message_id").asString()).isEqualTo(id);
            // By the machine's time, or a business's own check would refuse it.
            var headers = Map.of(
                    "webhook-id", List.of(got.id()),
                    "webhook-timestamp", List.of(got.timestamp()),
                    "webhook-signature", List.of(got.signature()));
            new Webhook(secret).verify(got.body(), HttpHeaders.of(headers, (_, _) -> true));
        }
    }

    @Test
    void theBusinessHasADomainAndSaysOfItselfWhatIsOnIt() {
        String parcel = Samples.delivery("P-1", 1, "IN_TRANSIT");
        String link = "https://www.dhl.com/track/P-1";
        assertThat(api.send(Samples.message("+12025550100", "DELIVERY", parcel.replace(link, "https://other.example/")))
                        .param())
                .isEqualTo("content.delivery.tracking_url");
        assertThat(api.send(Samples.message(
                                "+12025550100", "DELIVERY", parcel.replace(link, "https://track.sandbox.example/1")))
                        .status())
                .isEqualTo(202);
        Api.Answer said = describes("{\"about\": \"Bread.\\nAnd cake.\", \"website\": \"https://sandbox.example/\"}");
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.json().path("domains").path(0).path("domain").asString())
                .isEqualTo("sandbox.example");
        Map.of(
                        "{\"website\": \"https://notsandbox.example/\"}", "website",
                        "{\"website\": \"http://sandbox.example/\"}", "website",
                        "{\"website\": \"https://sandbox.example@evil.example/\"}", "website",
                        "{\"support_email\": \"hi@sandbox.example.evil.example\"}", "support_email",
                        "{\"about\": \"a\\u202eb\"}", "about",
                        "{\"name\": \"Another Bank\"}", "name")
                .forEach((body, param) ->
                        assertThat(describes(body).param()).as(body).isEqualTo(param));
        assertThat(describes("{\"about\": \"" + "\ud83e\udd56".repeat(500) + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(describes("{\"about\": \"Bread.\\nAnd cake.\"}").status()).isEqualTo(200);

        restart();

        assertThat(describes("{\"support_email\": \"hi@sandbox.example\"}")
                        .json()
                        .path("about")
                        .asString())
                .isEqualTo("Bread.\nAnd cake.");
    }

    private Api.Answer describes(String body) {
        return api.call(api.request("/v1/businessProfile").method("PATCH", BodyPublishers.ofString(body)));
    }

    @Test
    void aRestartForgetsNothing() {
        String offline = id(api.send(Samples.message("+12025550112", "RECEIPT", Samples.receipt("1001"))
                .replace("{\"to\"", "{\"expires_in\": \"2h\", \"to\"")));
        String slow = send(SimulatedPerson.SLOW, "RECEIPT");
        advance("9m");
        Instant before = now();
        String key = api.key();

        restart();

        assertThat(api.key()).isEqualTo(key);
        assertThat(now()).isAfterOrEqualTo(before).isBefore(before.plusSeconds(60));
        assertThat(timeline(slow)).isEqualTo("accepted");
        advance("2m");
        assertThat(timeline(slow)).isEqualTo("accepted delivered");
        advance("2h");
        assertThat(timeline(offline)).isEqualTo("accepted expired");
    }

    @Test
    void aRevokedKeyIsReplacedAtTheNextStart() {
        String key = api.key();
        String id = api.get("/v1/apiKeys")
                .json()
                .path("api_keys")
                .path(0)
                .path("id")
                .asString();
        assertThat(api.delete("/v1/apiKeys/" + id).status()).isEqualTo(200);

        restart();

        assertThat(api.key()).isNotEqualTo(key).startsWith("wax_test_");
        assertThat(api.get("/v1/messages").status()).isEqualTo(200);
    }

    @Test
    void aSandboxsFolderIsNoGateways() {
        gateway.close();
        assertThatThrownBy(() -> Gateway.start(sandbox(), anyPort(), TestWorld.ENVIRONMENT, () -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("holds a sandbox");
    }

    @Test
    void itsOwnFolderIsGoneAtTheEnd() {
        Path own;
        try (Gateway brief = Gateway.startSandbox(RunSettings.at(anyPort()), TestWorld.ENVIRONMENT, () -> {})) {
            own = brief.sandbox().orElseThrow().folder();
            assertThat(own.resolve("gateway.mv.db")).exists();
        }
        assertThat(own).doesNotExist();
    }

    @Test
    void theOperatorMovesTheClockAndSeesThatItIsASandbox() {
        String at = now().plus(Duration.ofHours(1)).toString();
        String id = id(api.send(Samples.message("+12025550100", "RECEIPT", Samples.receipt("1001"))
                .replace("{\"to\"", "{\"send_at\": \"" + at + "\", \"to\"")));

        assertThat(command("sandbox advance 1h")).startsWith("now: ");

        assertThat(timeline(id)).isEqualTo("scheduled accepted delivered read");
        assertThat(command("--json sandbox advance 0s")).contains("\"ahead_s\":3600");
        assertThat(command("status")).contains("sandbox");
        assertThat(command("key create --label till")).contains("API key: wax_test_");
    }

    private String command(String words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(
                TestWorld.ENVIRONMENT,
                new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err)),
                (words + " --data-dir " + sandbox().folder()).split(" "));
        assertThat(exit).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void itRunsUntilItIsStopped() throws Exception {
        gateway.close();
        var out = new StringWriter();
        var terminal =
                new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(new StringWriter()));
        String[] words = ("run --sandbox --json --listen 127.0.0.1:0 --data-dir "
                        + sandbox().folder())
                .split(" ");
        Thread running = Thread.ofPlatform().start(() -> Main.run(TestWorld.ENVIRONMENT, terminal, words));
        await().atMost(PATIENCE).until(() -> out.toString().endsWith("\n"));
        JsonNode ready = new JsonMapper().readTree(out.toString());

        assertThat(ready.path("sandbox").asBoolean()).isTrue();
        assertThat(ready.path("api_key").asString()).isEqualTo(api.key());
        assertThat(ready.path("data_dir").asString())
                .isEqualTo(sandbox().folder().toString());
        assertThat(new Api(ready.path("url").asString(), api.key())
                        .get("/v1/messages")
                        .status())
                .isEqualTo(200);
        running.interrupt();
        running.join();
    }

    @Test
    void aGatewaysFolderIsNoSandboxs() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.createFile(real.resolve("gateway.mv.db"));

        assertThatThrownBy(() -> Gateway.startSandbox(
                        GatewayFolder.of(real, Optional.empty()),
                        RunSettings.at(anyPort()),
                        TestWorld.ENVIRONMENT,
                        () -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("reaches people");
    }

    private String send(SimulatedPerson person, String kind) {
        String content = switch (kind) {
            case "RECEIPT" -> Samples.receipt("1001");
            case "RESERVATION" -> Samples.reservation("R-7");
            case "DELIVERY" -> Samples.delivery("PX-1", 1, "IN_TRANSIT");
            case "OFFER" -> Samples.offer("advent");
            default -> "{\"text\": \"Yes, until noon.\"}";
        };
        return id(api.send(Samples.message(person.number().e164(), kind, content)));
    }

    private static String id(Api.Answer accepted) {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.json().path("message_id").asString();
    }

    private Api.Answer says(String body) {
        return api.post("/v1/sandbox/answers", body);
    }

    private void settle() {
        advance("0s");
    }

    private void advance(String by) {
        Api.Answer answer = api.post("/v1/sandbox/clock", "{\"advance\": \"" + by + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private Instant now() {
        return Instant.parse(api.get("/v1/sandbox/clock").json().path("now").asString());
    }

    /// For example `accepted suppressed/recipient_opted_out`.
    private String timeline(String id) {
        return api.message(id)
                .path("timeline")
                .valueStream()
                .map(entry -> entry.path("status").asString()
                        + (entry.path("code").isString()
                                ? "/" + entry.path("code").asString()
                                : ""))
                .collect(Collectors.joining(" "));
    }

    private List<String> events() {
        return api.get("/v1/events?limit=200")
                .json()
                .path("events")
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private JsonNode event(String type) {
        return api.get("/v1/events?limit=200")
                .json()
                .path("events")
                .valueStream()
                .filter(event -> event.path("type").asString().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + events()));
    }
}
