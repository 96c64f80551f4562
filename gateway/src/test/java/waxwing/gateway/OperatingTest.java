package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.gateway.Receiver.Behaviour;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetGuard;

/// What the operator of a gateway sees of it, while its relay goes and comes back.
class OperatingTest {
    private static final String SHOP = "+12025550199";
    private static final String BOB = "+12025550102";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 2;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    private TestWorld world;
    private Path home;
    private Gateway gateway;
    private Api api;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        world.person(BOB, "Bob");
        home = world.gatewayFolder("shop");
        TestWorld.Ran init = world.init(home, SHOP, "Lantern Bakery");
        assertThat(init.exit()).as(init.toString()).isZero();
        gateway = Gateway.start(
                GatewayFolder.of(home, Optional.empty()),
                new RunSettings(ANY_PORT, Optional.of(ANY_PORT), MOST_WAITING),
                TestWorld.ENVIRONMENT,
                new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK),
                () -> {});
        api = new Api(
                gateway.url(), init.out().lines().findFirst().orElseThrow().substring("API key: ".length()));
        world.approve(gateway.business());
        await().atMost(PATIENCE).until(() -> status().path("connected").asBoolean());
    }

    @AfterEach
    void close() {
        gateway.close();
        world.close();
    }

    @Test
    void whatWaitsForTheRelayIsCountedBoundedAndGoesOutWhenItIsBack() throws Exception {
        assertThat(run("check").exit()).isZero();
        world.stopRelay();
        await().atMost(PATIENCE).until(() -> !status().path("connected").asBoolean());
        for (int order = 0; order < MOST_WAITING; order++) {
            assertThat(send("100" + order).status()).isEqualTo(202);
            int sent = order + 1;
            // Until the client has it, it may count twice.
            await().atMost(PATIENCE).until(() -> status().path("unsent").asInt() == sent);
        }

        JsonNode status = status();
        assertThat(status.path("oldest_unsent_s").isNumber()).isTrue();
        assertThat(status.path("disk_free_bytes").asLong()).isPositive();
        assertThat(status.path("warnings").size()).isGreaterThanOrEqualTo(2);
        assertThat(run("status").out()).contains("not connected", MOST_WAITING + " of at most " + MOST_WAITING);
        assertThat(run("check").exit()).isEqualTo(69);
        assertThat(metric("relay_connected")).isZero();
        assertThat(metric("unsent_messages")).isEqualTo(MOST_WAITING);

        Api.Answer refused = send("1009");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotEmpty();

        world.startRelay();
        await().atMost(PATIENCE).until(() -> status().path("unsent").asInt() == 0);
        await().atMost(PATIENCE).until(() -> status().path("connected").asBoolean());
        assertThat(send("1009").status()).isEqualTo(202);
        assertThat(run("check").out()).contains("ok  relay: connected", "ok  disk: ");
        assertThat(metric("relay_connected")).isOne();
    }

    @Test
    void anEndpointThatFailsIsTold() {
        try (var receiver = new Receiver()) {
            receiver.behaves(new Behaviour.Answers(500));
            String id = run("webhook", "add", receiver.url())
                    .out()
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .substring("endpoint: ".length());
            assertThat(send("1001").status()).isEqualTo(202);

            await().atMost(PATIENCE).until(() -> run("check").out().contains("!!  webhook endpoint " + id));
            assertThat(run("status").out()).contains(id + "  failing since ");
            JsonNode check = new JsonMapper().readTree(run("check", "--json").out());
            assertThat(check.path("ok").asBoolean()).isTrue();
            assertThat(check.path("warnings").get(0).asString()).contains(id);
        }
    }

    @Test
    void theMetricsTellOfOperationsAndOfNobody() throws Exception {
        assertThat(send("1001").status()).isEqualTo(202);
        assertThat(api.send("{}").status()).isEqualTo(400);
        assertThat(new Api(gateway.url(), "wrong").get("/v1/limits").status()).isEqualTo(401);
        String metrics = metrics();

        assertThat(metrics)
                .contains(
                        "waxwing_gateway_operations_seconds_count{operation=\"sendMessage\",outcome=\"ok\"}",
                        "waxwing_gateway_operations_seconds_count{operation=\"sendMessage\",outcome=\"missing_parameter\"}",
                        "waxwing_gateway_refused_requests_total{code=\"unauthenticated\",operation=\"getLimits\"} 1.0",
                        "waxwing_gateway_webhook_endpoints{state=\"failing\"} 0.0",
                        "waxwing_gateway_store_conflicts_total 0.0",
                        "waxwing_gateway_disk_free_bytes ",
                        "jvm_memory_used_bytes")
                .doesNotContain(BOB.substring(1), SHOP.substring(1), "ctc_", "tartlet");
        assertThat(metric("events_total")).isPositive();
        assertThat(api.get("/metrics").status()).as("on the API's port").isEqualTo(404);
    }

    private Api.Answer send(String order) {
        return api.send(Samples.message(BOB, "RECEIPT", Samples.receipt(order)));
    }

    private JsonNode status() {
        return new JsonMapper().readTree(run("status", "--json").out());
    }

    private TestWorld.Ran run(String... words) {
        String[] all = Stream.concat(Arrays.stream(words), Stream.of("--data-dir", home.toString()))
                .toArray(String[]::new);
        return world.run(all);
    }

    private double metric(String name) throws Exception {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("waxwing_gateway_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private String metrics() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + gateway.telemetryPort().orElseThrow() + "/metrics"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
