package waxwing.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.story.Shell.Outcome;
import waxwing.client.business.DescriptionChange;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Code;

/// What a person is told of who a business is.
class VouchedForTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOB = "+12025550102";

    @TempDir
    private static Path folder;

    private static Town town;
    private static Shell bob;
    private static String relay;

    @BeforeAll
    static void aPersonRegisters() throws Exception {
        town = new Town(folder);
        bob = town.resident("bob", BOB);
        relay = town.link().substring("waxwing://".length(), town.link().indexOf('#'));
    }

    @AfterAll
    static void theRelayEnds() {
        town.close();
    }

    private static String ran(String... words) {
        Outcome outcome = bob.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }

    private static void greets(Shop shop) throws Exception {
        shop.sends(
                new MessageBody.CodeCard(Code.newBuilder()
                        .setCode("1")
                        .setPurpose("Hello")
                        .setExpiresAt("2026-11-21T18:14:00Z")
                        .build()),
                BOB);
        ran("receive");
    }

    @Test
    void theRelaysWordAndTheBusinesssOwnAreToldApart() throws Exception {
        try (Shop bakery = town.shop("Lantern Bakery", "+12025550199")) {
            town.proves(bakery, "lantern.example");
            bakery.client()
                    .businessIdentity()
                    .describe(new DescriptionChange(
                            Optional.of("Bread since 1911.\nAnd cake."),
                            Optional.of("https://lantern.example/"),
                            Optional.of("hi@lantern.example")));
            greets(bakery);

            assertThat(ran("business", "show", "Lantern Bakery").lines())
                    .startsWith(
                            "Lantern Bakery (+12025550199) ✓ verified by " + relay + " · lantern.example",
                            "  about          Bread since 1911.",
                            "                 And cake.",
                            "  website        https://lantern.example/",
                            "  support        hi@lantern.example",
                            "  read by        the business itself, on a gateway of its own");
            assertThat(ran("business", "list"))
                    .contains(
                            "Lantern Bakery (+12025550199) ✓ verified by " + relay + " · lantern.example: off: OFFER");
            JsonNode json = JSON.readTree(ran("business", "show", "Lantern Bakery", "--json"));
            assertThat(json.path("business").path("domains").get(0).asString()).isEqualTo("lantern.example");
            JsonNode identity = json.path("identity");
            assertThat(identity.path("standing").asString()).isEqualTo("verified");
            assertThat(identity.path("verified_by").asString()).isEqualTo(relay);
            assertThat(identity.path("domains").get(0).asString()).isEqualTo("lantern.example");
            assertThat(identity.path("website").asString()).isEqualTo("https://lantern.example/");
            assertThat(identity.path("readers").asString()).isEqualTo("business");
        }
    }

    @Test
    void aSuspendedBusinessIsToldAsOne() throws Exception {
        try (Shop shop = town.shop("Crooked Shop", "+12025550198")) {
            greets(shop);
            town.suspend(shop);

            assertThat(ran("business", "show", "Crooked Shop"))
                    .startsWith(
                            "Crooked Shop (+12025550198), suspended by " + relay + ": what it sends does not arrive\n")
                    .doesNotContain("✓");
            JsonNode identity = JSON.readTree(ran("business", "show", "Crooked Shop", "--json"))
                    .path("identity");
            assertThat(identity.path("standing").asString()).isEqualTo("suspended");
            assertThat(identity.path("verified_by").isNull()).isTrue();
        }
    }

    @Test
    void whatABusinessSaysDrivesNoTerminal() throws Exception {
        try (Shop shop = town.shop("Loud Shop", "+12025550197")) {
            shop.client()
                    .businessIdentity()
                    .describe(new DescriptionChange(
                            Optional.of("Lantern Bakery ✓ verified by " + relay + "\nx"),
                            Optional.empty(),
                            Optional.empty()));
            greets(shop);

            assertThat(ran("business", "show", "Loud Shop").lines())
                    .as("it stays indented, under its label")
                    .noneMatch(line -> line.startsWith("Lantern"))
                    .anyMatch(line -> line.startsWith("  about          Lantern Bakery ✓ verified by"));
        }
    }
}
