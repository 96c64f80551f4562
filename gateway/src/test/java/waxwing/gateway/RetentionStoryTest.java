package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.content.v1.Action;
import waxwing.model.MessageId;

/// What is left of messages after months, at the gateway and in its client's profile: relay, gateway and the person's
/// client are real, and go by one clock, which stands until it is moved.
class RetentionStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OWN = "+12025550199";
    private static final String BOB = "+12025550102";

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final Environment environment = new Environment(clock, new SecureRandom());
    private TestWorld world;
    private TestPerson bob;
    private Path home;
    private Gateway gateway;
    private Api api;

    @BeforeEach
    void open() {
        world = new TestWorld(folder, environment);
        bob = world.person(BOB, "Bob");
        home = world.gatewayFolder("shop");
        assertThat(world.init(home, OWN, "Lantern Bakery").exit()).isZero();
        gateway = TestWorld.start(home, environment);
        TestWorld.Ran key = world.run("key", "create", "--rate", "10000", "--data-dir", home.toString());
        String shown = key.out().lines().findFirst().orElseThrow();
        api = new Api(gateway.url(), shown.substring("API key: ".length()));
        world.approve(gateway.business());
    }

    @AfterEach
    void close() {
        gateway.close();
        world.close();
    }

    @Test
    void monthsLaterOnlyWhatCanStillBeAskedAboutIsLeft() throws InterruptedException {
        String receipt = arrives("RECEIPT", Samples.receipt("1001"));
        String reservation =
                arrives("RESERVATION", Samples.reservation("table").replace("2026-11-28T19:30:00", localTimeIn(150)));
        bob.says("Thank you!", gateway.business());
        await().atMost(PATIENCE).until(() -> events().contains("message.received"));
        gateway.close();

        clock.advance(Duration.ofDays(130));
        gateway = TestWorld.start(home, environment);
        api = new Api(gateway.url(), api.key());

        await().atMost(PATIENCE).until(() -> api.get("/v1/messages/" + receipt).status() == 404);
        assertThat(api.get("/v1/messages/" + reservation).status()).isEqualTo(200);
        bob.asks(new MessageId(UUID.fromString(reservation)), Action.Type.CHANGE_RESERVATION, "At nine");
        await().atMost(PATIENCE).until(() -> events().contains("reservation.change_requested"));
        gateway.close();
        assertThat(rowsOfTheProfile())
                .as("the reservation and what was asked about it; what it took to send the two is gone")
                .isEqualTo(new Rows(2, 0, 1));
    }

    @Test
    void whatIsSentAgainMonthsLaterUnderTheSameIdIsShownOnce() {
        String message = Samples.message(BOB, "RECEIPT", Samples.receipt("1001"))
                .replaceFirst("\\{", "{\"message_id\": \"019ab000-0000-7000-8000-000000000001\", ");
        String id = arrives(message);
        gateway.close();
        clock.advance(Duration.ofDays(130));
        gateway = TestWorld.start(home, environment);
        api = new Api(gateway.url(), api.key());
        await().atMost(PATIENCE).until(() -> api.get("/v1/messages/" + id).status() == 404);

        assertThat(arrives(message)).isEqualTo(id);

        assertThat(bob.businessMessages()).hasSize(1);
    }

    private String localTimeIn(int days) {
        return clock.instant()
                        .plus(Duration.ofDays(days))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate() + "T19:30:00";
    }

    private String arrives(String kind, String content) {
        return arrives(Samples.message(BOB, kind, content));
    }

    private String arrives(String message) {
        Api.Answer answer = api.send(message);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        String id = answer.json().path("message_id").asString();
        await().atMost(PATIENCE)
                .until(() -> api.message(id).path("status").asString().equals("delivered"));
        return id;
    }

    private List<String> events() {
        return StreamSupport.stream(api.get("/v1/events").json().path("events").spliterator(), false)
                .map(event -> event.path("type").asString())
                .toList();
    }

    private record Rows(int messages, int submits, int events) {}

    private Rows rowsOfTheProfile() {
        try (Profile profile = GatewayFolder.of(home, Optional.empty()).openProfile(environment)) {
            return new Rows(rows(profile, "message"), rows(profile, "submit"), rows(profile, "event"));
        }
    }

    private static int rows(Profile profile, String table) {
        return profile.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }
}
