package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.profile.Environment;
import waxwing.model.MessageId;

/// Messages that go out later or not at all, to a real person over a real relay.
class TakingBackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final AheadClock clock = new AheadClock();
    private TestWorld world;
    private TestPerson bob;
    private Path home;
    private String key;
    private Gateway gateway;
    private Api api;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        bob = world.person("+12025550102", "Bob");
        home = world.gatewayFolder("shop");
        key = world.init(home, "+12025550199", "Lantern Bakery")
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .substring("API key: ".length());
        start();
        world.approve(gateway.business());
    }

    private void start() {
        gateway = TestWorld.start(home, new Environment(clock, TestWorld.ENVIRONMENT.random()));
        api = new Api(gateway.url(), key);
    }

    @AfterEach
    void close() {
        gateway.close();
        world.close();
    }

    @Test
    void aScheduledMessageArrivesAtItsTimeAcrossARestart() {
        String later = clock.instant().plus(Duration.ofHours(2)).toString();
        String scheduled = id(api.send(receipt("1001").replace("{\"to\"", "{\"send_at\": \"" + later + "\", \"to\"")));
        String canceled = id(api.send(receipt("1002").replace("{\"to\"", "{\"send_at\": \"" + later + "\", \"to\"")));
        String now = id(api.send(receipt("1003")));
        awaitTimeline(now, "accepted", "delivered");
        assertThat(timeline(scheduled)).containsExactly("scheduled");
        assertThat(takeBack(canceled, "cancel").status()).isEqualTo(200);

        gateway.close();
        start();
        passes(Duration.ofHours(2));
        awaitTimeline(scheduled, "scheduled", "accepted", "delivered");
        assertThat(timeline(canceled)).containsExactly("scheduled", "canceled");
        assertThat(bob.businessMessages()).containsExactly(MessageId.parse(now), MessageId.parse(scheduled));
    }

    @Test
    void whatWaitsForTheRelayCanBeRevokedAndWhatTheRelayHasCant() {
        String first = id(api.send(receipt("1001")));
        awaitTimeline(first, "accepted", "delivered");
        assertThat(takeBack(first, "cancel").code()).isEqualTo("cannot_cancel");
        assertThat(takeBack(first, "revoke").code()).isEqualTo("cannot_cancel");

        world.stopRelay();
        // The one in front may have been given to the relay already; what waits behind it has not.
        id(api.send(receipt("1002")));
        String revoked = id(api.send(receipt("1003")));
        await().atMost(PATIENCE)
                .until(() ->
                        world.run("status", "--data-dir", home.toString()).out().contains("waiting:    0"));
        assertThat(takeBack(revoked, "cancel").code()).isEqualTo("cannot_cancel");
        assertThat(takeBack(revoked, "revoke").status()).isEqualTo(200);
        assertThat(takeBack(revoked, "revoke").json().path("status").asString()).isEqualTo("canceled");
        world.startRelay();

        String last = id(api.send(receipt("1004")));
        awaitTimeline(last, "accepted", "delivered");
        assertThat(timeline(revoked)).containsExactly("accepted", "canceled");
        assertThat(bob.businessMessages()).hasSize(3).doesNotContain(MessageId.parse(revoked));
    }

    private void passes(Duration time) {
        clock.advance(time);
        world.passes(time);
    }

    private Api.Answer takeBack(String id, String verb) {
        return api.call(api.request("/v1/messages/" + id + ":" + verb).POST(BodyPublishers.noBody()));
    }

    private String receipt(String order) {
        return Samples.message(bob.number().e164(), "RECEIPT", Samples.receipt(order));
    }

    private static String id(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("message_id").asString();
    }

    private void awaitTimeline(String id, String... statuses) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(timeline(id)).containsExactly(statuses));
    }

    private List<String> timeline(String id) {
        return StreamSupport.stream(api.message(id).path("timeline").spliterator(), false)
                .map(entry -> entry.path("status").asString())
                .toList();
    }
}
