package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.client.profile.Environment;
import waxwing.model.AccountId;

/// A business proves a domain at the command line, links to it, and says over REST who it is.
class DomainsTest {
    private static final String SHOP = "+12025550199";
    private static final String BOB = "+12025550102";
    private static final String DOMAIN = "lantern.example";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AheadClock clock = new AheadClock();
    private final Environment environment = new Environment(clock, new SecureRandom());

    @TempDir
    private Path folder;

    private TestWorld world;
    private Path home;
    private String key;

    @BeforeEach
    void open() {
        world = new TestWorld(folder, environment);
        home = world.gatewayFolder("shop");
        TestWorld.Ran init = world.init(home, SHOP, "Lantern Bakery");
        assertThat(init.exit()).as(init.toString()).isZero();
        key = init.out().lines().findFirst().orElseThrow().substring("API key: ".length());
        assertThat(domain("add", DOMAIN, "--email", "postmaster@lantern.example")
                        .err())
                .contains("has not verified the business");
        String id = init.out().lines().skip(1).findFirst().orElseThrow().substring("business id: ".length());
        world.approve(new AccountId(UUID.fromString(id)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private TestWorld.Ran domain(String... words) {
        return world.run(() -> world.codeMailedTo("postmaster@" + DOMAIN) + "\n", words(words));
    }

    private String[] words(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "domain";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data-dir";
        all[words.length + 2] = home.toString();
        return all;
    }

    private static String message(String url) {
        return Samples.message(BOB, "DELIVERY", """
                {"entity": {"id": "P-1", "revision": 1}, "carrier": {"name": "Own van"}, "tracking_number": "1",
                 "tracking_url": "%s", "status": "IN_TRANSIT"}""".formatted(url));
    }

    private static Api.Answer patched(Api api, String body) {
        return api.call(api.request("/v1/businessProfile").method("PATCH", BodyPublishers.ofString(body)));
    }

    @Test
    void aDomainIsProvedWithTheGatewayRunningOrNot() {
        TestWorld.Ran added = domain("add", "Lantern.Example", "--email", "postmaster@lantern.example");
        assertThat(added.exit()).as(added.err()).isZero();
        assertThat(added.out())
                .contains("postmaster@lantern.example", "waxwing gateway domain confirm lantern.example CODE");
        assertThat(domain("confirm", DOMAIN, "12ab").exit()).isEqualTo(2);
        String wrong = world.codeMailedTo("postmaster@" + DOMAIN).equals("000000") ? "000001" : "000000";
        TestWorld.Ran refused = domain("confirm", DOMAIN, wrong);
        assertThat(refused.exit()).isEqualTo(77);
        assertThat(refused.err()).contains("4 tries left");

        try (Gateway _ = TestWorld.start(home)) {
            TestWorld.Ran confirmed = domain("confirm", DOMAIN, "-");
            assertThat(confirmed.exit()).as(confirmed.err()).isZero();
            assertThat(confirmed.out()).contains("lantern.example is proved until ");
            assertThat(domain("list").out()).startsWith("lantern.example  until ");
            TestWorld.Ran again = domain("add", DOMAIN, "--email", "admin@lantern.example");
            assertThat(again.exit()).isEqualTo(5);
        }
        JsonNode listed = new JsonMapper().readTree(domain("list", "--json").out());
        assertThat(listed.path("domains").get(0).path("domain").asString()).isEqualTo(DOMAIN);
        assertThat(domain("remove", DOMAIN).out()).contains("removed lantern.example");
        assertThat(domain("remove", DOMAIN).exit()).isEqualTo(3);
        TestWorld.Ran none = domain("list");
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("waxwing gateway domain add");
        TestWorld.Ran foreign = domain("add", DOMAIN, "--email", "bob@lantern.example");
        assertThat(foreign.exit()).isEqualTo(2);
        assertThat(foreign.err()).contains("expected", "postmaster");
        assertThat(domain("add", "co.uk", "--email", "postmaster@co.uk").err()).contains("suffix");
        assertThat(domain("add", "a".repeat(254), "--email", "postmaster@co.uk").exit())
                .isEqualTo(2);
        assertThat(domain("remove", "a".repeat(254)).exit()).isEqualTo(3);
        world.stopRelay();
        assertThat(domain("list").exit()).isEqualTo(69);
    }

    @Test
    void theOperatorIsToldBeforeAProofEndsAndAfterIt() {
        proves();
        try (Gateway _ = TestWorld.start(home, environment)) {
            await().atMost(PATIENCE)
                    .until(() -> status().path("standing").path("known").asBoolean());
            assertThat(warnings()).isEmpty();
        }
        clock.advance(Duration.ofDays(398 - 29));
        try (Gateway _ = TestWorld.start(home, environment)) {
            await().atMost(PATIENCE).until(() -> !warnings().isEmpty());
            assertThat(warnings())
                    .singleElement(STRING)
                    .startsWith("the proof of lantern.example ends at ")
                    .contains("waxwing gateway domain add lantern.example --email postmaster@lantern.example");
            assertThat(world.run("check", "--data-dir", home.toString()).out())
                    .contains("!!  the proof of lantern.example ends at ");
        }
        clock.advance(Duration.ofDays(29));
        assertThat(world.run("check", "--data-dir", home.toString()).out())
                .contains("!!  the proof of lantern.example ended at ");
        try (Gateway _ = TestWorld.start(home, environment)) {
            await().atMost(PATIENCE).until(() -> !warnings().isEmpty());
            assertThat(warnings())
                    .singleElement(STRING)
                    .startsWith("the proof of lantern.example ended at ")
                    .contains("links there are refused");
            assertThat(domain("list").out()).startsWith("lantern.example  ended ");
            assertThat(domain("remove", DOMAIN).exit()).isZero();
            await().atMost(PATIENCE).until(() -> warnings().isEmpty());
        }
    }

    private void proves() {
        assertThat(domain("add", DOMAIN, "--email", "postmaster@lantern.example")
                        .exit())
                .isZero();
        assertThat(domain("confirm", DOMAIN, "-").exit()).isZero();
    }

    private JsonNode status() {
        return new JsonMapper()
                .readTree(world.run("status", "--json", "--data-dir", home.toString())
                        .out());
    }

    /// But for what is not of domains.
    private List<String> warnings() {
        return status().path("warnings")
                .valueStream()
                .map(JsonNode::asString)
                .filter(warning -> warning.contains("proof"))
                .toList();
    }

    @Test
    void aLinkIsRefusedUntilItsDomainIsProved() {
        try (Gateway gateway = TestWorld.start(home)) {
            TestPerson bob = world.person(BOB, "Bob");
            var api = new Api(gateway.url(), key);
            String body = message("https://track.lantern.example/1");

            Api.Answer refused = api.send(body);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid_parameter");
            assertThat(refused.param()).isEqualTo("content.delivery.tracking_url");
            assertThat(refused.json().path("hint").asString()).contains("waxwing gateway domain add");
            assertThat(api.send(message("https://www.dhl.com/track")).status()).isEqualTo(202);

            assertThat(domain("add", DOMAIN, "--email", "postmaster@lantern.example")
                            .exit())
                    .isZero();
            assertThat(domain("confirm", DOMAIN, "-").exit()).isZero();
            Api.Answer accepted = api.send(body.replace("P-1", "P-2"));
            assertThat(accepted.status()).isEqualTo(202);
            String id = accepted.json().path("message_id").asString();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(api.message(id).path("status").asString())
                                    .isEqualTo("delivered"));
            assertThat(bob.businessMessages()).hasSize(2);
        }
    }

    @Test
    void aBusinessSaysOfItselfWhatIsOnItsOwnDomains() {
        assertThat(domain("add", DOMAIN, "--email", "postmaster@lantern.example")
                        .exit())
                .isZero();
        assertThat(domain("confirm", DOMAIN, "-").exit()).isZero();
        try (Gateway gateway = TestWorld.start(home)) {
            var api = new Api(gateway.url(), key);

            Api.Answer changed =
                    patched(api, "{\"about\": \"Bread.\\nAnd cake.\", \"website\": \"https://lantern.example/\"}");
            assertThat(changed.status()).as(changed.body()).isEqualTo(200);
            assertThat(changed.json().path("about").asString()).isEqualTo("Bread.\nAnd cake.");
            Api.Answer removed = patched(api, "{\"website\": \"\", \"support_email\": \"hi@lantern.example\"}");
            assertThat(removed.json().path("about").asString()).isEqualTo("Bread.\nAnd cake.");
            JsonNode shown = api.get("/v1/businessProfile").json();
            assertThat(shown.path("website").asString()).isEmpty();
            assertThat(shown.path("support_email").asString()).isEqualTo("hi@lantern.example");
            assertThat(shown.path("domains").get(0).path("domain").asString()).isEqualTo(DOMAIN);

            Api.Answer foreign = patched(api, "{\"website\": \"https://evil.example/\"}");
            assertThat(foreign.status()).isEqualTo(400);
            assertThat(foreign.param()).isEqualTo("website");
            assertThat(foreign.json().path("detail").asString()).contains(DOMAIN);
            Api.Answer renamed = patched(api, "{\"name\": \"Another Bank\"}");
            assertThat(renamed.code()).isEqualTo("unknown_parameter");
            assertThat(patched(api, "{\"about\": \"" + "x".repeat(501) + "\"}").param())
                    .isEqualTo("about");
        }
    }
}
