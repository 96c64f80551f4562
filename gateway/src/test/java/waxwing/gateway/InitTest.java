package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a business comes to its gateway, and what stands in its way, at a relay that is really there.
class InitTest {
    private static final String SHOP = "+12025550199";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private TestWorld world;
    private Path home;

    @BeforeEach
    void open() {
        world = new TestWorld(folder);
        home = world.gatewayFolder("shop");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private TestWorld.Ran init(String link, String code, String input) {
        return world.run(
                () -> input,
                "init",
                "--json",
                "--relay",
                link,
                "--phone",
                SHOP,
                "--name",
                "Lantern Bakery",
                "--code",
                code,
                "--data-dir",
                home.toString());
    }

    private static JsonNode error(TestWorld.Ran ran, int exit) {
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
        return new JsonMapper().readTree(ran.out()).path("error");
    }

    @Test
    void aWrongCodeAWrongPinAndTooManyTriesAreToldApart() {
        String link = world.relay().link().toString();
        String otherPin = link.replaceAll("[0-9a-f]{8}$", "00000000");

        assertThat(error(init(otherPin, "1", ""), 78).path("code").asString()).isEqualTo("wrong_pin");
        assertThat(error(init(link, "12ab", ""), 2).path("code").asString()).isEqualTo("malformed_value");
        assertThat(error(init(link, "-", ""), 77).path("message").asString()).startsWith("no code given");
        assertThat(error(init(link, "000000", ""), 77).path("code").asString()).isEqualTo("wrong_code");
        JsonNode noTries = error(init(link, "-", "000000\n".repeat(6)), 5);
        assertThat(noTries.path("code").asString()).isEqualTo("no_tries_left");
        assertThat(noTries.path("retry_after_s").asLong()).isPositive();
    }

    @Test
    void aFolderThatIsTakenIsToldApartFromOneThatIsInUse() {
        assertThat(world.init(home, SHOP, "Lantern Bakery").exit()).isZero();
        JsonNode taken = error(init(world.relay().link().toString(), "1", ""), 77);
        assertThat(taken.path("code").asString()).isEqualTo("not_permitted");
        assertThat(taken.path("hint").asString()).contains("waxwing gateway key create");

        try (Gateway _ = TestWorld.start(home)) {
            JsonNode inUse = error(init(world.relay().link().toString(), "1", ""), 75);
            assertThat(inUse.path("code").asString()).isEqualTo("temporary");
        }
    }

    @Test
    void aRunningGatewayTellsAScriptWhereItIs() throws Exception {
        assertThat(world.init(home, SHOP, "Lantern Bakery").exit()).isZero();
        var out = new StringWriter();
        var terminal = new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(out));
        Thread running = Thread.ofPlatform()
                .start(() -> Main.run(
                        TestWorld.ENVIRONMENT,
                        terminal,
                        "run",
                        "--json",
                        "--listen",
                        "127.0.0.1:0",
                        "--data-dir",
                        home.toString()));
        await().atMost(PATIENCE).until(() -> out.toString().endsWith("\n"));
        JsonNode ready = new JsonMapper().readTree(out.toString());
        assertThat(ready.path("v").asInt()).isEqualTo(1);
        assertThat(ready.path("type").asString()).isEqualTo("ready");
        assertThat(new Api(ready.path("url").asString(), "").get("/livez").status())
                .isEqualTo(200);
        running.interrupt();
        running.join();
        assertThat(GatewayFolder.of(home, Optional.empty()).socket()).doesNotExist();
    }

    @Test
    void aPortThatIsTakenIsALocalFailure() throws Exception {
        assertThat(world.init(home, SHOP, "Lantern Bakery").exit()).isZero();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestWorld.Ran ran = world.run(
                    "run", "--json", "--listen", "127.0.0.1:" + taken.getLocalPort(), "--data-dir", home.toString());
            assertThat(error(ran, 74).path("code").asString()).isEqualTo("local_io");
        }
    }
}
