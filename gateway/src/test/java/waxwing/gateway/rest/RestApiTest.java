package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.MutableClock;
import waxwing.gateway.Samples;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.message.SqlMessageStore;
import waxwing.model.MessageKind;

/// The API over real HTTP and a real store, without a relay: everything that the gateway knows by itself.
class RestApiTest {
    private static final String BOB = "+12025550102";
    private static final String RECEIPT = Samples.message(BOB, "RECEIPT", Samples.receipt("1001"));

    @TempDir
    private static Path folder;

    private static LoneApi lone;
    private static MutableClock clock;
    private static SqlMessageStore store;
    private static ApiKeys keys;
    private static Api api;

    @BeforeAll
    static void start() {
        lone = new LoneApi(folder);
        clock = lone.clock;
        store = lone.store;
        keys = lone.keys;
        api = lone.api;
    }

    @AfterAll
    static void stop() {
        lone.close();
    }

    @Test
    void aMessageIsAcceptedAndCanBeLookedUp() {
        Api.Answer answer = api.send(RECEIPT.replace("\"kind\"", "\"client_reference\": \"till 3\", \"kind\""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("status").asString()).isEqualTo("accepted");
        assertThat(answer.header("location")).isEqualTo("/v1/messages/" + id(answer));
        JsonNode message = api.message(id(answer));
        assertThat(message.path("kind").asString()).isEqualTo("RECEIPT");
        assertThat(message.path("category").asString()).isEqualTo("UTILITY");
        assertThat(message.path("client_reference").asString()).isEqualTo("till 3");
        assertThat(message.path("timeline").size()).isOne();
        assertThat(message.path("timeline").get(0).path("status").asString()).isEqualTo("accepted");
        assertThat(message.toString()).doesNotContain(BOB).doesNotContain("tartlet");
    }

    @Test
    void everyKindOfThisGatewayIsAccepted() {
        String other = "0190c0de-0000-7000-8000-0000000000aa";
        Map.of(
                        "RESERVATION", Samples.reservation("R-1"),
                        "DELIVERY", Samples.delivery("P-1", 1, "IN_TRANSIT"),
                        "CODE", Samples.code("431 997"),
                        "OFFER", Samples.offer("advent"),
                        "CONVERSATION", Samples.conversation("Until noon.", other))
                .forEach((kind, content) -> assertThat(api.send(Samples.message(BOB, kind, content)))
                        .satisfies(answer ->
                                assertThat(answer.status()).as(answer.body()).isEqualTo(202))
                        .satisfies(answer -> assertThat(
                                        answer.json().path("category").asString())
                                .isEqualTo(MessageKind.valueOf(kind).category().name())));
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @MethodSource("badRequests")
    void aBadRequestIsToldWhatAndWhere(int status, String code, String param, String body) {
        Api.Answer answer = api.send(body);

        assertProblem(answer, status, code);
        assertThat(answer.param()).isEqualTo(param);
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(malformed(), parameters(), content()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> malformed() {
        return Stream.of(
                arguments(400, "missing_parameter", "body", ""),
                arguments(400, "invalid_parameter", "body", "{\"to\": "),
                arguments(400, "invalid_parameter", "body", "[1]"),
                arguments(400, "invalid_parameter", "body", "null"),
                arguments(400, "invalid_parameter", "body", RECEIPT + "{}"),
                arguments(400, "invalid_parameter", "body", "{\"kind\": \"RECEIPT\", \"kind\": \"RECEIPT\"}"),
                arguments(400, "invalid_parameter", "body", "[".repeat(50_000)),
                arguments(400, "invalid_parameter", "body", "{\"a\":".repeat(30) + "1" + "}".repeat(30)),
                arguments(413, "message_too_large", "body", " ".repeat(256 * 1024 + 1)));
    }

    private static Stream<Arguments> parameters() {
        return Stream.of(
                arguments(400, "missing_parameter", "to", "{}"),
                arguments(
                        400, "invalid_parameter", "to", RECEIPT.replaceFirst("\\{\"phone_number\": \"[^}]*}", "\"x\"")),
                arguments(400, "missing_parameter", "to.phone_number", RECEIPT.replaceFirst("\"phone_number.*?}", "}")),
                arguments(400, "invalid_phone_number", "to.phone_number", RECEIPT.replace(BOB, "555-nobody")),
                arguments(400, "invalid_phone_number", "to.phone_number", RECEIPT.replace(BOB, "+1202")),
                arguments(400, "invalid_parameter", "to.phone_number", RECEIPT.replace(BOB, "+12025550199")),
                arguments(400, "unknown_parameter", "to.name", with("\"to\": {", "\"to\": {\"name\": \"Bob\", ")),
                arguments(400, "unknown_parameter", "colour", with("{\"to\"", "{\"colour\": 1, \"to\"")),
                arguments(400, "missing_parameter", "kind", with("\"kind\": \"RECEIPT\",", "")),
                arguments(400, "invalid_parameter", "kind", with("\"RECEIPT\"", "\"receipt\"")),
                arguments(400, "invalid_parameter", "kind", with("\"RECEIPT\"", "\"REPAIR\"")),
                arguments(400, "missing_parameter", "content.offer", with("\"RECEIPT\"", "\"OFFER\"")),
                arguments(400, "invalid_parameter", "message_id", with("{\"to\"", "{\"message_id\": \"7\", \"to\"")),
                arguments(400, "invalid_parameter", "expires_in", with("{\"to\"", "{\"expires_in\": 0, \"to\"")),
                arguments(400, "invalid_parameter", "expires_in", with("{\"to\"", "{\"expires_in\": \"31d\", \"to\"")),
                arguments(400, "invalid_parameter", "expires_in", with("{\"to\"", "{\"expires_in\": \"soon\", \"to\"")),
                arguments(400, "invalid_parameter", "send_at", with("{\"to\"", "{\"send_at\": \"tomorrow\", \"to\"")),
                arguments(
                        400,
                        "invalid_parameter",
                        "send_at",
                        with("{\"to\"", "{\"send_at\": \"2026-11-22T12:00:00\", \"to\"")),
                arguments(
                        400,
                        "invalid_parameter",
                        "send_at",
                        with("{\"to\"", "{\"send_at\": \"2025-11-22T12:00:00Z\", \"to\"")),
                arguments(
                        400,
                        "invalid_parameter",
                        "send_at",
                        with("{\"to\"", "{\"send_at\": \"2027-01-22T12:00:00Z\", \"to\"")),
                arguments(
                        400,
                        "invalid_parameter",
                        "client_reference",
                        with("{\"to\"", "{\"client_reference\": \"a\\nb\", \"to\"")));
    }

    private static Stream<Arguments> content() {
        String at = "content.receipt";
        return Stream.of(
                arguments(400, "missing_parameter", "content", RECEIPT.replaceFirst("(?s), \"content\".*", "}")),
                arguments(400, "missing_parameter", at, with("\"receipt\": {", "\"delivery\": {")),
                arguments(400, "invalid_parameter", at, RECEIPT.replaceFirst("(?s)\"receipt\":.*", "\"receipt\": 7}}")),
                arguments(
                        400,
                        "unknown_parameter",
                        at + ".proof",
                        with("\"order_status\"", "\"proof\": {}, \"order_status\"")),
                arguments(400, "unknown_parameter", at + ".ordre_number", with("order_number", "ordre_number")),
                arguments(400, "unknown_parameter", at + ".orderNumber", with("order_number", "orderNumber")),
                arguments(400, "unknown_parameter", at + ".lines[0].nmae", with("\"name\"", "\"nmae\"")),
                arguments(
                        400,
                        "invalid_parameter",
                        at + ".lines[0].quantity",
                        with("\"quantity\": \"2\"", "\"quantity\": 2")),
                arguments(400, "invalid_parameter", at + ".total.nanos", with("\"nanos\": 0", "\"nanos\": 0.5")),
                arguments(400, "invalid_parameter", at + ".total.nanos", with("\"nanos\": 0", "\"nanos\": 3000000000")),
                arguments(400, "invalid_parameter", at + ".total", with("\"nanos\": 0", "\"nanos\": 2000000000")),
                arguments(
                        400,
                        "invalid_parameter",
                        at + ".lines[0].unit_price.units",
                        with("\"units\": \"4\"", "\"units\": \"9223372036854775808\"")),
                arguments(400, "invalid_parameter", at + ".order_status", with("PROCESSING", "SHIPPED")),
                arguments(
                        400, "invalid_parameter", at + ".entity.revision", with("\"revision\": 1", "\"revision\": -1")),
                arguments(
                        400,
                        "missing_parameter",
                        at + ".entity.revision",
                        with("\"revision\": 1", "\"revision\": null")),
                arguments(
                        400,
                        "invalid_parameter",
                        at + ".order_number",
                        with("\"order_number\": \"", "\"order_number\": \"\\u001b[2J")),
                arguments(422, "amount_mismatch", at + ".total", with("\"nanos\": 0", "\"nanos\": 1")),
                arguments(422, "amount_mismatch", at + ".lines[0].unit_price", RECEIPT.replaceFirst("EUR", "USD")));
    }

    @ParameterizedTest(name = "{1} at {2}")
    @MethodSource("badContentOfTheOtherKinds")
    void theOtherKindsHaveTheirRulesToo(String kind, String code, String param, String content) {
        Api.Answer answer = api.send(Samples.message(BOB, kind, content));

        assertProblem(answer, 400, code);
        assertThat(answer.param()).isEqualTo(param);
        assertThat(answer.body()).doesNotContain("secret");
    }

    static Stream<Arguments> badContentOfTheOtherKinds() {
        return Stream.of(
                arguments("CODE", "invalid_parameter", "content.code.code", Samples.code("secret-secret-secret")),
                arguments("CODE", "missing_parameter", "content.code.code", Samples.code("")),
                arguments("OFFER", "missing_parameter", "content.offer.entity.id", Samples.offer("")),
                arguments(
                        "OFFER",
                        "unknown_parameter",
                        "content.offer.stop_control",
                        Samples.offer("a").replaceFirst("\"title\"", "\"stop_control\": false, \"title\"")),
                arguments(
                        "CONVERSATION",
                        "invalid_parameter",
                        "content.conversation.reply_to",
                        Samples.conversation("hi", "0190c0de")),
                arguments(
                        "CONVERSATION",
                        "missing_parameter",
                        "content.conversation.text",
                        Samples.conversation("", "0190c0de-0000-7000-8000-0000000000aa")));
    }

    @Test
    void aGatewayThatReachesPeopleHasNothingOfASandbox() {
        assertThat(api.get("/v1/sandbox/clock").code()).isEqualTo("not_found");
        assertThat(api.post("/v1/sandbox/clock", "{\"advance\": \"1h\"}").code())
                .isEqualTo("not_found");
        assertThat(api.get("/readyz").json().has("sandbox")).isFalse();
        assertThat(api.get("/v1/limits").header("waxwing-sandbox")).isEmpty();
    }

    @Test
    void everyFaultIsListed() {
        Api.Answer answer =
                api.send(with("\"quantity\": \"2\"", "\"quantity\": \"two\"").replace("\"card\"", "\"\""));

        assertProblem(answer, 400, "invalid_parameter");
        assertThat(answer.json().path("errors").size()).isEqualTo(2);
        assertThat(answer.json().path("errors").get(1).path("param").asString())
                .isEqualTo("content.receipt.payment.method");
    }

    @Test
    void contentThatIsTooLargeForAnEnvelopeIsRefused() {
        String long200 = "x".repeat(200);
        String items = ("\"" + long200 + "\",").repeat(400);
        Api.Answer answer = api.send(Samples.message(BOB, "DELIVERY", Samples.delivery("P-2", 1, "PENDING"))
                .replace("\"status\"", "\"items\": [" + items + "\"x\"], \"status\""));

        assertProblem(answer, 413, "message_too_large");
        assertThat(answer.param()).isEqualTo("content");
    }

    @Test
    void aBadRequestLeavesItsKeyFree() {
        assertThat(api.send("free-again", with("\"nanos\": 0", "\"nanos\": 1")).status())
                .isEqualTo(422);
        assertThat(api.send("free-again", RECEIPT).status()).isEqualTo(202);
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndSendsNothing() {
        Api.Answer first = api.send("twice", RECEIPT);
        int queued = store.queued(1_000).size();
        Api.Answer again = api.send("twice", RECEIPT.replaceAll("\\s+", " "));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        assertThat(store.queued(1_000)).hasSize(queued);
    }

    @Test
    void aKeyIsForOneRequestOnlyAndForADay() {
        assertThat(api.send("reused", RECEIPT).status()).isEqualTo(202);
        Api.Answer other = api.send("reused", Samples.message(BOB, "RECEIPT", Samples.receipt("1002")));

        assertProblem(other, 409, "idempotency_key_reused");
        assertThat(other.json().path("retryable").asBoolean()).isFalse();
        clock.advance(Duration.ofHours(24));
        assertThat(api.send("reused", Samples.message(BOB, "RECEIPT", Samples.receipt("1002")))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aCallersMessageIdIsUsedAndStandsForOneMessage() {
        String id = "0190c0de-0000-7000-8000-000000000001";
        String body = with("{\"to\"", "{\"message_id\": \"" + id + "\", \"to\"");

        assertThat(id(api.send(body))).isEqualTo(id);
        Api.Answer again = api.send(body);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("idempotent-replayed")).isEqualTo("true");
        Api.Answer other = api.send(body.replace("1001", "1003"));
        assertProblem(other, 409, "idempotency_key_reused");
        assertThat(other.param()).isEqualTo("message_id");
    }

    @Test
    void aMessageExpiresByTheGatewaysOwnClock() {
        String id = id(api.send(with("{\"to\"", "{\"expires_in\": \"2m\", \"to\"")));

        clock.advance(Duration.ofSeconds(119));
        assertThat(api.message(id).path("status").asString()).isEqualTo("accepted");
        clock.advance(Duration.ofSeconds(1));
        assertThat(api.message(id).path("status").asString()).isEqualTo("expired");
        assertThat(api.message(id).path("timeline").size()).isEqualTo(2);
        assertThat(store.queued(1_000))
                .noneMatch(waiting -> waiting.id().toString().equals(id));
    }

    @Test
    void withoutALiveKeyNothingIsTold() {
        assertProblem(new Api(api.url(), "nonsense").send(RECEIPT), 401, "unauthenticated");
        assertProblem(new Api(api.url(), mistyped(api.key())).get("/v1/limits"), 401, "unauthenticated");
        Api.Answer none = api.call(
                HttpRequest.newBuilder(URI.create(api.url() + "/v1/limits")).GET());
        assertProblem(none, 401, "unauthenticated");
        assertThat(none.header("www-authenticate")).startsWith("Bearer");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        ApiKeys.Created created = keys.create("short-lived");
        Api shortLived = new Api(api.url(), created.key().reveal());

        assertThat(shortLived.get("/v1/limits").status()).isEqualTo(200);
        keys.revoke(created.entry().id());
        assertProblem(shortLived.get("/v1/limits"), 401, "unauthenticated");
    }

    @Test
    void theIdempotencyKeyIsRequired() {
        Api.Answer none = api.call(api.request("/v1/messages").POST(BodyPublishers.ofString(RECEIPT)));
        assertProblem(none, 400, "missing_parameter");
        assertThat(none.param()).isEqualTo("Idempotency-Key");
        assertProblem(api.send("x".repeat(256), RECEIPT), 400, "invalid_parameter");
    }

    @Test
    void wrongPathsAndMethodsAreProblemsToo() {
        assertProblem(api.get("/v1/nothing"), 404, "not_found");
        assertProblem(api.get("/v1/messages/not-an-id"), 404, "not_found");
        assertProblem(api.get("/v1/messages/0190c0de-0000-7000-8000-00000000ffff"), 404, "not_found");
        Api.Answer delete = api.call(api.request("/v1/messages").DELETE());
        assertProblem(delete, 405, "method_not_allowed");
        assertThat(delete.header("allow")).isEqualTo("GET, POST");
        assertProblem(api.get("/v1/messages/0190c0de-0000-7000-8000-00000000ffff:cancel"), 405, "method_not_allowed");
        assertProblem(api.post("/v1/messages/0190c0de-0000-7000-8000-00000000ffff:eat", ""), 404, "not_found");
    }

    @Test
    void theOpenEndpointsNeedNoKey() {
        Api nobody = new Api(api.url(), "none");
        assertThat(nobody.get("/livez").status()).isEqualTo(200);
        assertThat(nobody.get("/readyz").json().path("relay").asString()).isEqualTo("not connected");
        assertThat(nobody.get("/openapi.yaml").body()).startsWith("openapi: 3.1");
        assertThat(api.get("/v1/limits").json().path("kinds").size()).isEqualTo(6);
    }

    private static void assertProblem(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("hint").asString()).isNotBlank();
        assertThat(problem.has("param") && problem.has("retryable") && problem.has("retry_after_ms"))
                .isTrue();
    }

    private static String with(String old, String fresh) {
        int at = RECEIPT.lastIndexOf(old);
        assertThat(at).as(old).isNotNegative();
        return RECEIPT.substring(0, at) + fresh + RECEIPT.substring(at + old.length());
    }

    private static String mistyped(String key) {
        int at = 20;
        return key.substring(0, at) + (key.charAt(at) == 'x' ? 'y' : 'x') + key.substring(at + 1);
    }

    private static String id(Api.Answer answer) {
        return answer.json().path("message_id").asString();
    }
}
