package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.model.PhoneNumber;

/// A gateway that is told to stop (SIGTERM) while it is used: what runs is answered, and what was accepted is kept and
/// arrives, once.
class GatewayStopIT {
    private static final String SHOP = "+12025550499";
    private static final String BOB = "+12025550498";
    private static final int TILLS = 4;
    private static final int ENOUGH = 40;
    /// Every so many of a till's messages goes out at once, as far as the relay lets through to one person; the others
    /// go out tomorrow.
    private static final int AT_ONCE_EVERY = 10;

    private static final int AT_ONCE_UNTIL = 60;
    /// Other requests answered meanwhile, so that one that waits has certainly arrived.
    private static final int OTHERS = 20;

    private static final int TERMINATED = 128 + 15;
    private static final JsonMapper JSON = new JsonMapper();

    private final String tomorrow = "\"send_at\": \""
            + Clock.systemUTC().instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS) + "\", ";
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> atOnce = ConcurrentHashMap.newKeySet();

    @Test
    void whatIsAcceptedWhileTheGatewayStopsIsKeptAndArrivesOnce(@TempDir Path folder) throws Exception {
        try (var world = new World(Path.of(System.getProperty("waxwing.home")), folder)) {
            var relay = new RelayProcess(world);
            Business shop = Business.register(world, relay, "Lantern Bakery", SHOP);
            relay.operator("business", "approve", shop.id()).ok();
            try (End bob = End.register(relay, folder.resolve("bob"), BOB)) {
                List<Thread> tills = new ArrayList<>();
                for (int till = 0; till < TILLS; till++) {
                    int number = till;
                    tills.add(Thread.ofPlatform().daemon().start(() -> sells(shop, number)));
                }
                Eventually.become("sales", accepted::size, size -> size >= ENOUGH);
                assertThat(shop.stop().exit()).isEqualTo(TERMINATED);
                for (Thread till : tills) {
                    till.join();
                }

                shop.restart();
                assertThat(kept(shop)).containsAll(accepted).doesNotHaveDuplicates();
                assertThat(atOnce).isNotEmpty();
                Eventually.become("delivery of " + atOnce.size(), () -> received(bob), all -> all.containsAll(atOnce));
                assertThat(received(bob)).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aReaderThatWaitsIsAnsweredWhenTheGatewayStops(@TempDir Path folder) throws Exception {
        try (var world = new World(Path.of(System.getProperty("waxwing.home")), folder)) {
            Business shop = Business.register(world, new RelayProcess(world), "Lantern Bakery", SHOP);
            var waiting = new FutureTask<>(() -> shop.request("GET", "/v1/events?wait=15", "", List.of()));
            Thread.ofPlatform().daemon().start(waiting);
            // Nothing tells from outside that the reader is there; others come for two seconds, and it has come long
            // before.
            for (int i = 0; i < OTHERS; i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                assertThat(shop.request("GET", "/v1/limits", "", List.of()).statusCode())
                        .isEqualTo(200);
            }
            assertThat(waiting.isDone()).isFalse();
            shop.stop();

            HttpResponse<String> answer = waiting.get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body()).path("events").size()).isZero();
        }
    }

    /// Sends until there is nobody who answers any more.
    private void sells(Business shop, int till) {
        try {
            for (int order = 0; ; order++) {
                boolean now = order % AT_ONCE_EVERY == 0 && order < AT_ONCE_UNTIL;
                String body = """
                        {%s"to": {"phone_number": "%s"}, "kind": "RECEIPT", "content": %s}""".formatted(now ? "" : tomorrow, BOB, Samples.receipt(till + "-" + order));
                HttpResponse<String> answer =
                        shop.post(body, "Idempotency-Key", UUID.randomUUID().toString());
                JsonNode json = JSON.readTree(answer.body());
                if (answer.statusCode() == 202) {
                    String id = json.path("message_id").asString();
                    accepted.add(id);
                    if (now) {
                        atOnce.add(id);
                    }
                } else if (answer.statusCode() == 429) {
                    Eventually.pause();
                } else {
                    return;
                }
            }
        } catch (UncheckedIOException _) {
            // It has stopped.
        }
    }

    /// The ids of all messages that the gateway knows.
    private static List<String> kept(Business shop) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            String path = "/v1/messages?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            JsonNode page =
                    JSON.readTree(shop.request("GET", path, "", List.of()).body());
            page.path("messages")
                    .forEach(message -> ids.add(message.path("message_id").asString()));
            cursor = page.path("next_cursor").asString("");
        } while (!cursor.isEmpty());
        return ids;
    }

    private static List<String> received(End bob) {
        bob.drain();
        return bob.client().contacts().byNumber(PhoneNumber.ofE164(SHOP)).stream()
                .flatMap(shop -> messages(bob, shop).stream())
                .map(message -> message.id().toString())
                .toList();
    }

    private static List<StoredMessage> messages(End bob, Contact shop) {
        return bob.client().history().with(shop, 100_000);
    }
}
