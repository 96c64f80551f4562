package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.client.messages.Event;

/// The gateway is killed in the middle of batches of 1,000 messages, and so is the relay: each message is with its
/// person exactly once, in its order, and the business hears of each step exactly once.
class GatewayKillIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PEOPLE = 25;
    private static final int EACH = 40;
    private static final int ROUNDS = 1;
    private static final int LONGEST_PAUSE_MILLIS = 1_200;
    private static final long SEED = Long.getLong("waxwing.seed", System.nanoTime());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<List<String>> sentTo = new ArrayList<>();
    private final Set<String> webhooks = ConcurrentHashMap.newKeySet();

    @Test
    void aThousandMessagesArriveOnceEachHoweverOftenTheGatewayIsKilled(@TempDir Path folder) throws Exception {
        System.out.println("seed " + SEED + " (repeat with -Dwaxwing.seed=" + SEED + ")");
        HttpServer receiver = receiver();
        List<End> people = new ArrayList<>();
        try (var world = new World(Path.of(System.getProperty("waxwing.home")), folder)) {
            var relay = new RelayProcess(world);
            Business shop = Business.register(world, relay, "Lantern Bakery", "+12025550159", "--allow-http-loopback");
            relay.operator("business", "approve", shop.id()).ok();
            registerReceiver(shop, receiver);
            for (int n = 0; n < PEOPLE; n++) {
                End person = End.register(relay, folder.resolve("person" + n), "+120255506%02d".formatted(n));
                person.client().connect();
                people.add(person);
                sentTo.add(new ArrayList<>());
            }
            List<String> batches = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                batches.add(sendUnderFire(shop, relay, people, round));
            }
            batches.forEach(batch -> awaitDelivered(shop, batch));
            for (int n = 0; n < PEOPLE; n++) {
                assertThat(received(people.get(n))).as("person " + n).containsExactlyElementsOf(sentTo.get(n));
            }
            assertEventsTellEachStepOnce(shop);
        } finally {
            people.forEach(End::close);
            receiver.stop(0);
        }
    }

    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                webhooks.add(JSON.readTree(exchange.getRequestBody())
                        .path("data")
                        .path("message_id")
                        .asString());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }

    private static void registerReceiver(Business shop, HttpServer receiver) {
        HttpResponse<String> answer = shop.request(
                "POST",
                "/v1/webhookEndpoints",
                """
                {"url": "http://127.0.0.1:%d/hooks", "event_types": ["message.delivered"]}""".formatted(receiver.getAddress().getPort()),
                List.of());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /// Posts a batch, and repeats the request with its key until it is answered, while everything is killed.
    ///
    /// @return the batch's id
    private String sendUnderFire(Business shop, RelayProcess relay, List<End> people, int round)
            throws InterruptedException, ExecutionException {
        List<String> messages = new ArrayList<>();
        for (int n = 0; n < EACH; n++) {
            for (int person = 0; person < PEOPLE; person++) {
                messages.add("""
                        {"to": {"phone_number": "%s"}, "kind": "RECEIPT", "content": %s}""".formatted(
                                people.get(person).number().e164(),
                                Samples.receipt("order-%d-%d-%d".formatted(round, n, person))));
            }
        }
        try (ExecutorService posting = Executors.newSingleThreadExecutor()) {
            Future<JsonNode> answer = posting.submit(() -> postUntilAnswered(shop, "night-" + round, messages));
            pause();
            shop.kill9();
            shop.restart();
            pause();
            relay.kill9();
            relay.restart();
            pause();
            shop.kill9();
            shop.restart();
            JsonNode results = answer.get().path("results");
            for (int n = 0; n < messages.size(); n++) {
                sentTo.get(n % PEOPLE).add(results.get(n).path("message_id").asString());
            }
            return answer.get().path("batch_id").asString();
        }
    }

    private void pause() {
        LockSupport.parkNanos(
                Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)).toNanos());
    }

    private static JsonNode postUntilAnswered(Business shop, String key, List<String> messages) {
        return JSON.readTree(Eventually.become(
                "an answer to a batch",
                () -> {
                    try {
                        HttpResponse<String> answer = shop.postBatch(key, messages);
                        return answer.statusCode() == 202 ? answer.body() : "";
                    } catch (UncheckedIOException _) {
                        // Killed meanwhile.
                        return "";
                    }
                },
                Predicate.not(String::isEmpty)));
    }

    private static void awaitDelivered(Business shop, String batch) {
        Eventually.become(
                "all of a batch to be delivered",
                () -> shop.get("/v1/messageBatches/" + batch).path("by_status"),
                counts -> counts.path("delivered").asInt() == PEOPLE * EACH);
    }

    /// The ids of all business messages that ever arrived, oldest first.
    private static List<String> received(End person) {
        return person.client().events().after(0, 100_000).stream()
                .filter(Event.BusinessMessageReceived.class::isInstance)
                .map(event ->
                        ((Event.BusinessMessageReceived) event).message().id().toString())
                .toList();
    }

    private void assertEventsTellEachStepOnce(Business shop) {
        List<String> all = sentTo.stream().flatMap(List::stream).toList();
        List<JsonNode> events = shop.events().stream()
                .filter(event -> event.path("type").asString().startsWith("message."))
                .toList();
        assertThat(events).extracting(event -> event.path("id").asString()).doesNotHaveDuplicates();
        for (String step : List.of("1 message.accepted", "2 message.delivered")) {
            assertThat(events)
                    .filteredOn(event ->
                            step.equals(event.path("data").path("sequence").asInt() + " "
                                    + event.path("type").asString()))
                    .extracting(event -> event.path("data").path("message_id").asString())
                    .containsExactlyInAnyOrderElementsOf(all);
        }
        assertThat(events).as("and nothing else happened to messages").hasSize(2 * all.size());
        Eventually.become("a webhook for each delivery", () -> missing(all), Set::isEmpty);
    }

    private Set<String> missing(List<String> all) {
        Set<String> missing = new HashSet<>(all);
        missing.removeAll(webhooks);
        return missing;
    }
}
