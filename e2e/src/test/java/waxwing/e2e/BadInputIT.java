package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bad input, each with its exit code or HTTP status and one clear line, and nothing changed by it.
class BadInputIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static World world;
    private static RelayProcess relay;
    private static Person alice;
    private static Person bob;
    private static Business shop;

    @BeforeAll
    static void start() {
        world = new World(Path.of(System.getProperty("waxwing.home")), folder);
        relay = new RelayProcess(world);
        alice = Person.register(world, relay, "Alice", "+12025550111");
        bob = Person.register(world, relay, "Bob", "+12025550112");
        shop = Business.register(world, relay, "Lantern Bakery", "+12025550119");
        relay.operator("business", "approve", shop.id()).ok();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aMalformedNumberIsRefused() {
        assertOneLine(newcomer("a").run("register", "555-nobody", "--relay", relay.link(), "--no-passphrase"), 2);
        assertOneLine(alice.run("send", "+1555", "-m", "hello"), 2);
    }

    @Test
    void anUnknownRecipientIsRefused() {
        assertOneLine(alice.run("send", "+12025550177", "-m", "hello"), 3);
        assertOneLine(alice.run("send", "nobody-i-know", "-m", "hello"), 3);
    }

    @Test
    void aRelayThatIsNotThereIsToldApart() {
        String nobody = relay.link().replaceAll(":[0-9]+#", ":" + World.freePort() + "#");
        assertOneLine(newcomer("b").run("register", "+12025550113", "--relay", nobody, "--no-passphrase"), 69);
    }

    @Test
    void aWrongPinStopsBeforeAnythingIsSaid() {
        String wrong = relay.link().replaceAll("sha256:.{8}", "sha256:00000000");
        assertOneLine(newcomer("c").run("register", "+12025550114", "--relay", wrong, "--no-passphrase"), 78);
        assertThat(relay.output()).doesNotContain("+12025550114");
    }

    @Test
    void aWrongCodeIsRefusedAndTheSixthTryFailsEvenWithTheRightOne() {
        Person newcomer = newcomer("d");
        int mark = relay.mark();
        Running registering = newcomer.start(
                "register", "+12025550115", "--relay", relay.link(), "--name", "Dora", "--no-passphrase");
        String right = relay.awaitCode(mark, "+12025550115");
        String wrong = right.equals("000000") ? "000001" : "000000";
        for (int tries = 1; tries <= 5; tries++) {
            registering.type(wrong);
        }
        registering.type(right);
        assertThat(registering.awaitEnd(World.PATIENCE).exit()).isEqualTo(5);
        assertThat(newcomer.run("chats").exit()).isNotZero();
    }

    @Test
    void aWrongCodeOnTheCommandLineEndsWith77() {
        assertOneLine(
                newcomer("e")
                        .run(
                                "register",
                                "+12025550116",
                                "--relay",
                                relay.link(),
                                "--no-passphrase",
                                "--code",
                                "12345x"),
                2);
        Outcome wrong = newcomer("f")
                .run("register", "+12025550117", "--relay", relay.link(), "--no-passphrase", "--code", "000000");
        assertOneLine(wrong, 77);
    }

    @Test
    void anOversizedMessageIsRefusedBeforeItIsSent() {
        Outcome tooLong =
                world.runWithInput(alice.home(), List.of("send", bob.number(), "-"), "x".repeat(32 * 1024 + 1));
        assertOneLine(tooLong, 2);
        assertThat(tooLong.err()).contains("32");
        assertThat(bob.receiveTexts()).noneMatch(text -> text.startsWith("xxx"));
    }

    @Test
    void aControlCharacterBombReachesTheTerminalDefused() {
        String bomb = "look \u001b]52;c;ZXZpbA==\u0007\u001b[2J\u009b31m\u202egnp.exe\u2066 here\r\u0000";
        Outcome sent = world.runWithInput(alice.home(), List.of("send", bob.number(), "-"), bomb);
        sent.ok();
        Outcome shown = bob.run("receive", "--timeout", "5s").ok();
        assertThat(shown.out()).contains("look").contains("here");
        assertThat(shown.out().replace("\n", "").chars())
                .as("no control characters, no bidi overrides or isolates")
                .noneMatch(
                        c -> Character.isISOControl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    }

    @Test
    void badFlagsAreExplained() {
        assertOneLine(alice.run("send", bob.number(), "-m", "hi", "--wait", "yesterday"), 2);
        assertThat(alice.run("sned", bob.number()).exit()).isEqualTo(2);
    }

    @Test
    void failuresAreJsonToo() {
        Outcome outcome =
                alice.run("send", "+12025550177", "-m", "hello", "--json").exits(3);
        JsonNode error = outcome.json().path("error");
        assertThat(outcome.json().path("v").asInt()).isEqualTo(1);
        assertThat(error.path("code").asString()).isNotBlank();
        assertThat(error.path("message").asString()).isNotBlank();
    }

    @Test
    void aReceiptWhoseSumIsOffByANanoIsRefused() {
        assertProblem(
                shop.post(message(Samples.receipt("2001", "11", 900_000_001)), "Idempotency-Key", "nano"),
                422,
                "amount_mismatch");
    }

    @Test
    void anUnknownFieldIsRefusedByItsName() {
        String body = message(Samples.receipt("2002")).replace("\"order_number\"", "\"ordre_number\"");
        JsonNode problem = assertProblem(shop.post(body, "Idempotency-Key", "unknown"), 400, "unknown_parameter");
        assertThat(problem.path("param").asString()).contains("ordre_number");
    }

    @Test
    void aMissingKeyIsRefused() {
        assertProblem(
                shop.request(
                        "POST",
                        "/v1/messages",
                        message(Samples.receipt("2003")),
                        List.of("Authorization", "Bearer nonsense")),
                401,
                "unauthenticated");
    }

    @Test
    void anIdempotencyKeyIsForOneBodyOnly() {
        String body = message(Samples.receipt("2004"));
        HttpResponse<String> first = shop.post(body, "Idempotency-Key", "once");
        assertThat(first.statusCode()).isEqualTo(202);
        HttpResponse<String> again = shop.post(body, "Idempotency-Key", "once");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(again.body()).path("message_id"))
                .isEqualTo(JSON.readTree(first.body()).path("message_id"));
        assertProblem(
                shop.post(message(Samples.receipt("2005")), "Idempotency-Key", "once"), 409, "idempotency_key_reused");
    }

    private static String message(String content) {
        return """
                {"to": {"phone_number": "%s"}, "kind": "RECEIPT", "content": %s}""".formatted(bob.number(), content);
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("hint").asString()).isNotBlank();
        return problem;
    }

    /// Somebody who has no profile yet.
    private static Person newcomer(String name) {
        return Person.unregistered(world, "newcomer-" + name);
    }

    private static void assertOneLine(Outcome outcome, int exit) {
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(exit);
        assertThat(outcome.err().lines().filter(line -> !line.isBlank()))
                .as(outcome.err())
                .hasSizeBetween(1, 2);
        assertThat(outcome.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
