package waxwing.cli.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.story.Shell.Outcome;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Carrier;
import waxwing.content.v1.Code;
import waxwing.content.v1.Delivery;
import waxwing.content.v1.Entity;
import waxwing.model.MessageId;

/// What a person sets about businesses, by their commands.
class ControlsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOB = "+12025550112";

    @TempDir
    private static Path folder;

    private static Town town;
    private static Shell bob;
    private static Shop post;

    @BeforeAll
    static void aPersonAndABusinessRegister() throws Exception {
        town = new Town(folder);
        bob = town.resident("bob", BOB);
        post = town.shop("Post", "+12025550198");
    }

    @AfterAll
    static void theRelayEnds() {
        post.close();
        town.close();
    }

    @Test
    void everySettingIsShownInPlainWordsAndForScripts() {
        ran("controls", "set", "reservation", "ask");
        ran("controls", "quiet-hours", "22:00-7:00", "Europe/Paris");
        ran("controls", "cap", "OFFER", "1/week");
        ran("controls", "read-receipts", "business", "off");
        ran("controls", "first-messages", "contacts");
        assertThat(ran("controls", "show").out())
                .contains(
                        "RESERVATION    ask    your choice",
                        "RECEIPT        allow  default",
                        "Quiet hours: 22:00 to 07:00 (Europe/Paris); codes come through",
                        "then 1 in any seven days from each (default: 4)",
                        "Businesses learn what you read: no",
                        "First messages: from contacts");
        JsonNode all = object("controls", "show", "--json");
        assertThat(all.path("kinds").path("RESERVATION").path("setting").asString())
                .isEqualTo("ask");
        assertThat(all.path("quiet_hours").path("until").asString()).isEqualTo("07:00");
        assertThat(all.path("caps").path("OFFER").path("per_week").asInt()).isEqualTo(1);
        assertThat(all.path("read_receipts").path("business").asBoolean(true)).isFalse();

        ran("controls", "quiet-hours", "off");
        ran("controls", "cap", "OFFER", "default");
        ran("controls", "read-receipts", "business", "on");
        ran("controls", "first-messages", "everyone");
        JsonNode none = object("controls", "set", "RESERVATION", "default", "--json");
        assertThat(none.path("kinds").path("RESERVATION").path("origin").asString())
                .isEqualTo("default");
        assertThat(none.path("quiet_hours").isNull()).isTrue();
        assertThat(none.path("caps").path("OFFER").path("per_week").asInt()).isEqualTo(4);
        assertThat(none.path("first_messages").asString()).isEqualTo("everyone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set OFFER allow            | offers need your yes to each business",
                "set PARCEL off             | RECEIPT, RESERVATION, DELIVERY, CODE, OFFER, CONVERSATION",
                "quiet-hours 22-7           | expected: such as 22:00-07:00, or off",
                "quiet-hours 22:00-22:00    | two different times of day",
                "quiet-hours 25:00-07:00    | a time of day, 00:00 to 23:59",
                "quiet-hours 22:00-07:00 GMT+2 | expected: a name such as Europe/Paris",
                "cap RECEIPT 2/week         | expected: OFFER",
                "cap OFFER two              | 0/week to 100/week, or default",
                "cap OFFER 101/week         | 0/week to 100/week, or default",
                "read-receipts friends off  | BUSINESS"
            })
    void whatMakesNoSenseIsRefusedWithWhatWasExpected(String words, String expected) {
        Outcome refused = bob.run(("controls " + words).strip().split(" +"));
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains(expected);
    }

    @Test
    void whatWaitsIsListedBeforeAnythingOfTheBusinessHasComeAndAnsweredInOrder() throws Exception {
        Shop florist = town.shop("Florist", "+12025550197");
        try (florist) {
            ran("controls", "set", "DELIVERY", "ask");
            florist.sends(parcel("1"), BOB);
            florist.sends(parcel("2"), BOB);
            JsonNode waiting = object("requests", "--json");
            assertThat(waiting.path("kind").asString()).isEqualTo("DELIVERY");
            assertThat(waiting.path("messages").asInt()).isEqualTo(2);
            assertThat(waiting.path("business").path("name").asString()).isEqualTo("Florist");
            assertThat(ran("requests").out())
                    .contains("Florist", "2 DELIVERY", "waxwing requests accept|decline Florist DELIVERY");

            ran("requests", "accept", "Florist");
            florist.sends(parcel("3"), BOB);
            assertThat(objects("receive", "--json"))
                    .filteredOn(event -> event.path("kind").asString().equals("DELIVERY"))
                    .extracting(
                            event -> event.path("card").path("tracking_number").asString())
                    .containsExactly("1", "2", "3");
            ran("controls", "set", "DELIVERY", "default");

            ran("business", "ask", "Florist", "DELIVERY");
            florist.sends(parcel("4"), BOB);
            ran("requests", "decline", "Florist", "DELIVERY");
            assertThat(ran("requests").out()).isEmpty();
            Outcome none = bob.run("requests", "accept", "Florist");
            assertThat(none.exit()).isEqualTo(3);
            assertThat(ran("business", "show", "Florist").out())
                    .contains("DELIVERY       stopped   your choice", "you stopped DELIVERY (by a command, device 1)");
        }
    }

    @Test
    void aStrangersFirstMessageWaitsWhereOnlyContactsMayWriteFirst() throws Exception {
        Shell carol = town.resident("carol", "+12025550113");
        Shell dora = town.resident("dora", "+12025550114");
        ran("contact", "add", "+12025550114", "--name", "Dora");
        ran("controls", "first-messages", "contacts");
        assertThat(carol.run("send", BOB, "-m", "hello, I am Carol").exit()).isZero();
        assertThat(carol.run("send", BOB, "-m", "are you there?").exit()).isZero();
        assertThat(dora.run("send", BOB, "-m", "it is me").exit()).isZero();
        assertThat(texts("receive", "--json")).containsExactly("it is me");
        assertThat(ran("chats").out()).doesNotContain("+12025550113");
        JsonNode request = object("requests", "--json");
        assertThat(request.path("type").asString()).isEqualTo("person");
        assertThat(request.path("from").asString()).isEqualTo("+12025550113");
        assertThat(request.path("messages").asInt()).isEqualTo(2);
        assertThat(request.path("text").asString()).isEqualTo("hello, I am Carol");

        ran("requests", "accept", "+12025550113");
        assertThat(texts("receive", "--json")).containsExactly("hello, I am Carol", "are you there?");
        assertThat(ran("requests").out()).isEmpty();
        assertThat(carol.run("send", BOB, "-m", "thank you").exit()).isZero();
        assertThat(texts("receive", "--json")).containsExactly("thank you");

        Shell eve = town.resident("eve", "+12025550115");
        assertThat(eve.run("send", BOB, "-m", "buy this").exit()).isZero();
        assertThat(texts("receive", "--json", "--timeout", "2s")).isEmpty();
        ran("requests", "decline", "+12025550115");
        assertThat(ran("history", "+12025550115").out()).doesNotContain("buy this");
        ran("controls", "first-messages", "everyone");
    }

    @Test
    void whoeverThePersonWritesToOrGivesANameIsNoStrangerAnyMore() throws Exception {
        Shell frida = town.resident("frida", "+12025550116");
        Shell gus = town.resident("gus", "+12025550117");
        ran("controls", "first-messages", "contacts");
        assertThat(frida.run("send", BOB, "-m", "it is Frida").exit()).isZero();
        assertThat(gus.run("send", BOB, "-m", "it is Gus").exit()).isZero();
        assertThat(texts("receive", "--json", "--timeout", "2s")).isEmpty();

        ran("send", "+12025550116", "-m", "which Frida?");
        assertThat(texts("receive", "--json")).containsExactly("it is Frida");
        ran("contact", "add", "+12025550117", "--name", "Gus");
        assertThat(texts("receive", "--json")).containsExactly("it is Gus");
        assertThat(ran("requests").out()).isEmpty();
        ran("controls", "first-messages", "everyone");
    }

    private static List<String> texts(String... words) {
        return objects(words).stream()
                .filter(event -> event.path("type").asString().equals("message"))
                .map(event -> event.path("text").asString())
                .toList();
    }

    @Test
    void aMessageItselfNamesWhatToStopAndWhomToBlock() throws Exception {
        MessageId code = post.sends(
                new MessageBody.CodeCard(Code.newBuilder()
                        .setCode("431997")
                        .setPurpose("Sign in")
                        .setExpiresAt("2026-11-21T18:14:00Z")
                        .build()),
                BOB);
        ran("receive");
        JsonNode stopped = object("business", "stop", code.toString(), "--json");
        assertThat(stopped.path("kinds").path("CODE").path("permission").asString())
                .isEqualTo("stopped");
        assertThat(stopped.path("kinds").path("RECEIPT").path("permission").asString())
                .isEqualTo("allowed");
        assertThat(object("business", "show", "Post", "--json")
                        .path("choices")
                        .path(0)
                        .path("means")
                        .asString())
                .isEqualTo("message");
        assertThat(object("block", code.toString(), "--json").path("name").asString())
                .isEqualTo("Post");
        assertThat(ran("blocked").out()).contains("Post");
        ran("unblock", "Post");
    }

    @Test
    void whatTheRelayStoresOfASettingRevealsNoMessage() throws Exception {
        Shop pharmacy = town.shop("Pharmacy", "+12025550196");
        try (pharmacy) {
            MessageId message = pharmacy.sends(parcel("TRACK-7719-QX"), BOB);
            ran("receive");
            ran("business", "stop", message.toString());
            ran("block", message.toString());
            ran("unblock", "Pharmacy");
            ran("business", "ask", "Pharmacy", "RECEIPT");

            // Who may write what is there; why it was decided is not.
            assertThat(relayStores(pharmacy.client().account().id().toBytes())).isTrue();
            assertThat(relayStores(message.toBytes())).isFalse();
            assertThat(relayStores(message.toString().getBytes(UTF_8))).isFalse();
            assertThat(relayStores("TRACK-7719-QX".getBytes(UTF_8))).isFalse();
        }
    }

    private static boolean relayStores(byte[] wanted) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("relay"))) {
            return files.filter(Files::isRegularFile).anyMatch(file -> holds(file, wanted));
        }
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            // One char a byte, so that a search for chars is a search for bytes.
            return Files.readString(file, ISO_8859_1).contains(new String(wanted, ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageBody parcel(String number) {
        return new MessageBody.DeliveryCard(Delivery.newBuilder()
                .setEntity(Entity.newBuilder().setId("parcel-" + number).setRevision(1))
                .setCarrier(Carrier.newBuilder().setName("Post"))
                .setTrackingNumber(number)
                .setStatus(Delivery.Status.IN_TRANSIT)
                .build());
    }

    private static Outcome ran(String... words) {
        Outcome outcome = bob.run(words);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome;
    }

    private static List<JsonNode> objects(String... words) {
        return ran(words).out().lines().map(JSON::readTree).toList();
    }

    private static JsonNode object(String... words) {
        List<JsonNode> all = objects(words);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
