package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import waxwing.business.v1.GetMessageRequest;
import waxwing.business.v1.Message;
import waxwing.business.v1.MessagesGrpc;
import waxwing.business.v1.Status;
import waxwing.client.messages.StateReason;
import waxwing.gateway.grpc.GrpcCaller;
import waxwing.gateway.message.StatusCodes;
import waxwing.model.MessageKind;

/// Every status that a real relay gives a business's messages, provoked, and told alike by the message over REST and
/// gRPC and by its event.
class StatusesTest {
    private static final String BOB = "+12025550102";
    private static final String NOBODY = "+12025551000";
    private static final int FIRST_TIER = 250;
    private static final int OFFERS_IN_A_WEEK = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Codes that no message gets over this relay: every business may use every kind, and the gateway lets nothing go
    /// out that is too large or malformed.
    private static final Set<StateReason> NEVER_TOLD =
            EnumSet.of(StateReason.KIND_NOT_ALLOWED, StateReason.MESSAGE_TOO_LARGE, StateReason.REFUSED);

    /// Reasons that a business is told of in another way, or not at all.
    private static final Set<StateReason> NOT_A_BUSINESSS = EnumSet.of(
            StateReason.RECIPIENT_NOT_FOUND,
            StateReason.IDENTITY_CHANGED,
            StateReason.MAILBOX_FULL,
            StateReason.EXPIRED,
            StateReason.WITHDRAWN);

    private final Set<String> provoked = new TreeSet<>();
    private final List<JsonNode> events = new ArrayList<>();
    private String cursor = "";

    @TempDir
    private Path folder;

    private TestWorld world;
    private Gateway gateway;
    private Api api;
    private GrpcCaller grpc;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        Path home = world.gatewayFolder("shop");
        TestWorld.Ran init = world.init(home, "+12025550199", "Lantern Bakery");
        assertThat(init.exit()).as(init.toString()).isZero();
        gateway = TestWorld.start(home);
        api = new Api(
                gateway.url(), init.out().lines().findFirst().orElseThrow().substring("API key: ".length()));
        grpc = new GrpcCaller(api);
    }

    @AfterEach
    void close() {
        grpc.close();
        gateway.close();
        world.close();
    }

    @Test
    void eachStatusOfTheRelayIsToldOverRestAndGrpcAndAsAnEvent() {
        TestPerson bob = world.person(BOB, "Bob");
        ends(receipt(BOB), "failed", "sender_not_verified");
        world.approve(gateway.business());
        whatThePersonSays(bob);
        whatThePersonsSettingsSay(bob);
        whatNobodyAnswers();
        oneTooManyForTheTier();
        world.suspend(gateway.business(), "complaints");
        ends(receipt(BOB), "failed", "sender_suspended");

        assertThat(provoked)
                .as("all that there are")
                .isEqualTo(Arrays.stream(StateReason.values())
                        .filter(reason -> !NEVER_TOLD.contains(reason) && !NOT_A_BUSINESSS.contains(reason))
                        .map(StatusCodes::of)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private void whatThePersonSays(TestPerson bob) {
        String receipt = receipt(BOB);
        ends(receipt, "delivered", "");
        bob.readAll();
        ends(receipt, "read", "");
    }

    private void whatThePersonsSettingsSay(TestPerson bob) {
        ends(offer(0), "suppressed", "recipient_not_opted_in");
        ends(send(BOB, "CONVERSATION", "{\"text\": \"Hello?\"}"), "suppressed", "service_window_closed");
        bob.stop(gateway.business(), MessageKind.DELIVERY);
        ends(send(BOB, "DELIVERY", Samples.delivery("P-1", 1, "IN_TRANSIT")), "suppressed", "recipient_preference");
        bob.allow(gateway.business(), MessageKind.OFFER);
        for (int i = 1; i <= OFFERS_IN_A_WEEK; i++) {
            ends(offer(i), "delivered", "");
        }
        ends(offer(OFFERS_IN_A_WEEK + 1), "suppressed", "recipient_limit_reached");
        bob.stop(gateway.business(), MessageKind.OFFER);
        ends(offer(OFFERS_IN_A_WEEK + 2), "suppressed", "recipient_opted_out");
    }

    private void whatNobodyAnswers() {
        String brief = Samples.message(NOBODY, "RECEIPT", Samples.receipt("2001"))
                .replaceFirst("\\{\"to\"", "{\"expires_in\": \"1s\", \"to\"");
        ends(id(api.send(brief)), "expired", "");
    }

    /// The person and the nobody who were written to count, too.
    private void oneTooManyForTheTier() {
        String others = IntStream.rangeClosed(1, FIRST_TIER - 2)
                .mapToObj(i -> Samples.message("+1202555" + (1_000 + i), "RECEIPT", Samples.receipt("3" + i)))
                .collect(Collectors.joining(",", "{\"messages\": [", "]}"));
        JsonNode batch = api.post("/v1/messageBatches", others).json();
        assertThat(batch.path("accepted").asInt()).isEqualTo(FIRST_TIER - 2);
        await().atMost(PATIENCE)
                .until(() -> api.get("/v1/limits")
                                .json()
                                .path("sending")
                                .path("people_used")
                                .asInt()
                        == FIRST_TIER);
        ends(receipt("+12025559999"), "failed", "tier_exceeded");
        ends(receipt(BOB), "delivered", "");
    }

    private String offer(int number) {
        return send(BOB, "OFFER", Samples.offer("advent-" + number));
    }

    private String receipt(String to) {
        return send(to, "RECEIPT", Samples.receipt("1001"));
    }

    private String send(String to, String kind, String content) {
        return id(api.send(Samples.message(to, kind, content)));
    }

    private static String id(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("message_id").asString();
    }

    /// @param code empty for none
    private void ends(String id, String status, String code) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(api.message(id).path("status").asString()).isEqualTo(status));
        JsonNode message = api.message(id);
        assertThat(message.path("code").asString("")).as(message.toString()).isEqualTo(code);
        JsonNode last = message.path("timeline").get(message.path("timeline").size() - 1);
        assertThat(last.path("status").asString()).isEqualTo(status);
        assertThat(last.path("code").asString("")).isEqualTo(code);

        Message same = MessagesGrpc.newBlockingStub(grpc.channel())
                .getMessage(GetMessageRequest.newBuilder().setId(id).build());
        Status expected = Status.valueOf("STATUS_" + status.toUpperCase(Locale.ROOT));
        assertThat(same.getStatus()).isEqualTo(expected);
        assertThat(same.getCode()).isEqualTo(code);
        assertThat(same.getTimelineList().getLast().getStatus()).isEqualTo(expected);
        assertThat(same.getTimelineList().getLast().getCode()).isEqualTo(code);

        assertThat(events(id)).contains("message." + status + " " + code);
        if (!code.isEmpty()) {
            provoked.add(code);
        }
    }

    /// Of one message, of all events until now.
    private List<String> events(String id) {
        JsonNode page;
        do {
            page = api.get("/v1/events" + (cursor.isEmpty() ? "" : "?after=" + cursor))
                    .json();
            page.path("events").forEach(events::add);
            cursor = page.path("cursor").asString();
        } while (!page.path("events").isEmpty());
        return events.stream()
                .filter(event ->
                        event.path("data").path("message_id").asString("").equals(id))
                .map(event -> event.path("type").asString() + " "
                        + event.path("data").path("code").asString(""))
                .toList();
    }
}
