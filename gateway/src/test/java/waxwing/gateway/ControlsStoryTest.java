package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import waxwing.client.people.GeneralControls.QuietHours;
import waxwing.client.profile.Environment;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// What a person sets, as a business sees it over REST: relay, gateway and the person's client are real, and go by one
/// clock, which stands until it is moved.
class ControlsStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String BOB = "+12025550102";

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final List<MessageId> expected = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Opened by each test, at its time.
    private TestWorld world;

    @SuppressWarnings("NullAway.Init") // Opened by each test, at its time.
    private TestPerson bob;

    @SuppressWarnings("NullAway.Init") // Opened by each test, at its time.
    private Gateway gateway;

    @SuppressWarnings("NullAway.Init") // Opened by each test, at its time.
    private Api api;

    private void open() {
        var environment = new Environment(clock, new SecureRandom());
        world = new TestWorld(folder, environment);
        bob = world.person(BOB, "Bob");
        Path home = world.gatewayFolder("shop");
        assertThat(world.init(home, "+12025550199", "Lantern Bakery").exit()).isZero();
        gateway = TestWorld.start(home, environment);
        // The test asks often, and no time passes in which a usual key's requests would come back.
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

    /// In Paris clocks go from 02:00 to 03:00 at 2027-03-28T01:00Z, and from 03:00 to 02:00 at 2027-10-31T01:00Z, so
    /// that 02:30 comes twice.
    @ParameterizedTest(name = "{0} to {1}, until {4}")
    @CsvSource({
        "22:00, 07:00, 2027-03-27T21:00:00Z, 2027-03-28T01:30:00Z, 2027-03-28T05:00:00Z",
        "22:00, 02:30, 2027-10-30T20:00:00Z, 2027-10-31T00:45:00Z, 2027-10-31T01:30:00Z",
    })
    void quietHoursOfANightInWhichClocksAreChangedHoldAllButCodes(
            LocalTime from, LocalTime until, Instant begin, Instant amid, Instant end) {
        moveTo(begin.minus(A_MOMENT));
        open();
        bob.client().controls().setQuietHours(Optional.of(new QuietHours(from, until, "Europe/Paris")));
        arrives(receipt("before"));

        moveTo(begin);
        List<String> held = new ArrayList<>();
        held.add(receipt("at the begin"));
        held.add(send("DELIVERY", Samples.delivery("parcel", 1, "IN_TRANSIT")));
        arrives(code());
        world.stopRelay();
        moveTo(amid);
        world.startRelay();
        held.add(send("RESERVATION", Samples.reservation("table")));
        held.add(receipt("amid"));
        arrives(code());
        moveTo(end.minus(A_MOMENT));
        held.add(receipt("a moment before the end"));
        arrives(code());
        assertThat(held)
                .as("what is held")
                .allSatisfy(id -> assertThat(timeline(id)).containsExactly("accepted"));

        moveTo(end);
        arrive(held);
        arrives(receipt("at the end"));
    }

    @Test
    void aWeekHasAsManyOffersAsThePersonWantsAndTheNextIsFreeExactlySevenDaysAfterTheFirst() {
        open();
        arrives(receipt("so that Bob knows the shop"));
        suppressed(offer("nobody said yes"), "recipient_not_opted_in");
        bob.allow(gateway.business(), MessageKind.OFFER);
        bob.client().controls().setOffersPerWeek(OptionalInt.of(3));
        Instant first = clock.instant();
        arrives(offer("day 0"));
        moveTo(first.plus(Duration.ofDays(2)));
        arrives(offer("day 2"));
        world.stopRelay();
        moveTo(first.plus(Duration.ofDays(4)));
        world.startRelay();
        arrives(offer("day 4"));
        suppressed(offer("a fourth"), "recipient_limit_reached");
        arrives(receipt("no offer, so no matter"));

        world.stopRelay();
        moveTo(first.plus(Duration.ofDays(7)).minus(A_MOMENT));
        world.startRelay();
        suppressed(offer("a moment early"), "recipient_limit_reached");
        moveTo(first.plus(Duration.ofDays(7)));
        arrives(offer("day 7"));
        suppressed(offer("day 7 once more"), "recipient_limit_reached");
        moveTo(first.plus(Duration.ofDays(9)).minus(A_MOMENT));
        suppressed(offer("a moment early again"), "recipient_limit_reached");
        moveTo(first.plus(Duration.ofDays(9)));
        arrives(offer("day 9"));
        assertThat(suppressions()).as("as events").isEqualTo(5);
    }

    private void moveTo(Instant instant) {
        clock.advance(Duration.between(clock.instant(), instant));
    }

    private String receipt(String order) {
        return send("RECEIPT", Samples.receipt(order));
    }

    private String code() {
        return send("CODE", Samples.code("493-117"));
    }

    private String offer(String id) {
        return send("OFFER", Samples.offer(id));
    }

    private String send(String kind, String content) {
        Api.Answer answer = api.send(Samples.message(BOB, kind, content));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("status").asString()).isEqualTo("accepted");
        return answer.json().path("message_id").asString();
    }

    /// This one and nothing else that was sent since. Messages to one person go to the relay in their order, so that it
    /// has decided about all that were sent before.
    private void arrives(String id) {
        arrive(List.of(id));
    }

    private void arrive(List<String> ids) {
        ids.forEach(id -> await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(timeline(id)).containsExactly("accepted", "delivered")));
        ids.forEach(id -> expected.add(MessageId.parse(id)));
        assertThat(bob.businessMessages()).isEqualTo(expected);
    }

    private void suppressed(String id, String code) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(timeline(id)).containsExactly("accepted", "suppressed"));
        assertThat(api.message(id).path("status").asString()).isEqualTo("suppressed");
        assertThat(api.message(id).path("code").asString()).isEqualTo(code);
    }

    private List<String> timeline(String id) {
        return api.message(id)
                .path("timeline")
                .valueStream()
                .map(entry -> entry.path("status").asString())
                .toList();
    }

    private long suppressions() {
        return api.get("/v1/events?limit=100")
                .json()
                .path("events")
                .valueStream()
                .map((JsonNode event) -> event.path("type").asString())
                .filter("message.suppressed"::equals)
                .count();
    }
}
