package waxwing.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import waxwing.gateway.Api;
import waxwing.gateway.LoneApi;
import waxwing.gateway.Samples;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.MessageStore.Progress;
import waxwing.gateway.message.TimelineEntry;
import waxwing.model.MessageId;

/// People as the business sees them: by handles, and by what it was told of its own messages.
class ContactsApiTest {
    private static final String BOB = "+12025550102";
    private static final String CAROL = "+12025550103";
    private static final String NOBODY = "ctc_" + "a".repeat(32);

    @TempDir
    private Path folder;

    private LoneApi lone;
    private Api api;

    @BeforeEach
    void open() {
        lone = new LoneApi(folder);
        api = lone.api;
    }

    @AfterEach
    void close() {
        lone.close();
    }

    @Test
    void aContactOfAnAnswerCanBeWrittenToAndTheirNumberIsNowhere() {
        String contact = api.send(receipt(BOB)).json().path("contact").asString();
        Api.Answer again = api.send(receipt(BOB).replace("\"phone_number\": \"" + BOB + "\"", contact(contact)));

        assertThat(again.status()).as(again.body()).isEqualTo(202);
        assertThat(again.json().path("contact").asString()).isEqualTo(contact);
        assertThat(lone.store.queued(10))
                .extracting(message -> message.to().e164())
                .containsExactly(BOB, BOB);
        for (String path : List.of("/v1/messages", "/v1/conversations", "/v1/conversations/" + contact)) {
            assertThat(api.get(path).body()).contains(contact).doesNotContain(BOB);
        }
        assertThat(api.get("/v1/contacts/" + contact).body()).doesNotContain(BOB);
    }

    @Test
    void whoIsNotKnownIsNotFound() {
        Api.Answer answer = api.send(receipt(BOB).replace("\"phone_number\": \"" + BOB + "\"", contact(NOBODY)));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.param()).isEqualTo("to.contact");
        for (String path : List.of("/v1/contacts/", "/v1/conversations/")) {
            assertThat(api.get(path + NOBODY).status()).isEqualTo(404);
            assertThat(api.get(path + "bob").status()).isEqualTo(404);
        }
        assertThat(api.delete("/v1/suppressions/" + NOBODY).status()).isEqualTo(404);
        Api.Answer both = api.send(receipt(BOB).replace("\"phone_number\"", contact(NOBODY) + ", \"phone_number\""));
        assertThat(both.code()).isEqualTo("invalid_parameter");
    }

    @Test
    void conversationsAreInTheOrderOfTheirLastMessage() {
        String first = id(api.send(receipt(BOB)));
        String second = id(api.send(receipt(CAROL)));
        String third = id(api.send(receipt(BOB)));

        JsonNode page = api.get("/v1/conversations?limit=1").json();
        List<String> last = new ArrayList<>(lastMessages(page));
        last.addAll(lastMessages(
                api.get("/v1/conversations?cursor=" + page.path("next_cursor").asString())
                        .json()));
        assertThat(last).containsExactly(third, second);
        String bob = page.path("conversations").get(0).path("contact").asString();
        JsonNode conversation = api.get("/v1/conversations/" + bob + "?limit=1").json();
        assertThat(conversation.path("messages").get(0).path("message_id").asString())
                .isEqualTo(third);
        JsonNode rest = api.get("/v1/conversations/" + bob + "?cursor="
                        + conversation.path("next_cursor").asString())
                .json();
        assertThat(rest.path("messages").get(0).path("message_id").asString()).isEqualTo(first);
        assertThat(rest.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void aContactShowsWhatBecameOfTheLastMessageOfEachKind() {
        Api.Answer receipt = api.send(receipt(BOB));
        String contact = receipt.json().path("contact").asString();
        told(id(receipt), MessageStatus.DELIVERED, Optional.empty());
        told(
                id(api.send(Samples.message(BOB, "DELIVERY", Samples.delivery("P-1", 1, "PENDING")))),
                MessageStatus.SUPPRESSED,
                Optional.of("recipient_preference"));

        JsonNode permissions = api.get("/v1/contacts/" + contact).json().path("permissions");
        assertThat(permissions.path("RECEIPT").path("state").asString()).isEqualTo("delivered");
        assertThat(permissions.path("DELIVERY").path("state").asString()).isEqualTo("refused");
        assertThat(permissions.path("DELIVERY").path("code").asString()).isEqualTo("recipient_preference");
        assertThat(permissions.path("RESERVATION").path("state").asString()).isEqualTo("unknown");
    }

    @Test
    void whoStoppedAllIsOnTheListUntilAMessageReachesThemAgain() {
        Api.Answer receipt = api.send(receipt(BOB));
        told(id(receipt), MessageStatus.SUPPRESSED, Optional.of("recipient_opted_out"));

        JsonNode entry = api.get("/v1/suppressions").json().path("suppressions").get(0);
        String contact = entry.path("contact").asString();
        assertThat(contact).isEqualTo(receipt.json().path("contact").asString());
        assertThat(entry.path("source").asString()).isEqualTo("recipient");
        assertThat(entry.path("reach").asString()).isEqualTo("all");
        assertThat(api.delete("/v1/suppressions/" + contact).status())
                .as("the business can't take them off")
                .isEqualTo(404);

        lone.clock.advance(Duration.ofSeconds(1));
        Api.Answer later = api.send(receipt(BOB));
        assertThat(later.status())
                .as("whether they allow it again, the relay knows")
                .isEqualTo(202);
        told(id(later), MessageStatus.DELIVERED, Optional.empty());
        assertThat(api.get("/v1/suppressions").json().path("suppressions")).isEmpty();
    }

    @Test
    void theBusinessKeepsAListOfItsOwn() {
        Api.Answer added = api.post("/v1/suppressions", "{\"to\": {\"phone_number\": \"" + BOB + "\"}}");
        String contact = added.json().path("contact").asString();
        assertThat(added.json().path("reach").asString()).isEqualTo("all");

        Api.Answer refused = api.send(receipt(BOB));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("recipient_opted_out");
        JsonNode batch = api.post("/v1/messageBatches", "{\"messages\": [" + receipt(BOB) + "," + receipt(CAROL) + "]}")
                .json();
        assertThat(batch.path("results").get(0).path("problem").path("code").asString())
                .isEqualTo("recipient_opted_out");
        assertThat(batch.path("accepted").asInt()).isOne();

        api.post("/v1/suppressions", "{\"to\": {" + contact(contact) + "}, \"reach\": \"offers\"}");
        assertThat(api.send(receipt(BOB)).status()).isEqualTo(202);
        assertThat(api.get("/v1/contacts/" + contact)
                        .json()
                        .path("suppressions")
                        .size())
                .isOne();
        assertThat(api.delete("/v1/suppressions/" + contact).status()).isEqualTo(204);
        assertThat(api.delete("/v1/suppressions/" + contact).status()).isEqualTo(404);
        assertThat(api.get("/v1/suppressions").json().path("suppressions").size())
                .isZero();
    }

    @Test
    void whatIsScheduledToSomebodyOnTheListIsSuppressedAtItsTime() {
        String id = id(api.send(receipt(BOB).replace("{\"to\"", "{\"send_at\": \"2026-11-22T12:00:00Z\", \"to\"")));
        api.post("/v1/suppressions", "{\"to\": {\"phone_number\": \"" + BOB + "\"}}");
        lone.clock.advance(Duration.ofHours(2));
        lone.store.release(lone.clock.instant());

        JsonNode message = api.message(id);
        assertThat(message.path("status").asString()).isEqualTo("suppressed");
        assertThat(message.path("code").asString()).isEqualTo("recipient_opted_out");
        assertThat(lone.store.queued(10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | missing_parameter    | to
            {"to": {}}                                                  | missing_parameter    | to.phone_number
            {"to": {"phone_number": "555"}}                             | invalid_phone_number | to.phone_number
            {"to": {"phone_number": "+12025550102"}, "reach": "half"}   | invalid_parameter    | reach
            {"to": {"phone_number": "+12025550102"}, "why": "asked"}    | unknown_parameter    | why
            """)
    void aWrongSuppressionIsToldWhatAndWhere(String body, String code, String param) {
        Api.Answer answer = api.post("/v1/suppressions", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.param()).isEqualTo(param);
    }

    @Test
    void theProfileIsWhatTheRelaySays() {
        JsonNode profile = api.get("/v1/businessProfile").json();

        assertThat(profile.path("name").asString()).isEqualTo("Lantern Bakery");
        assertThat(profile.path("standing").asString()).isEqualTo("pending");
        assertThat(profile.path("phone_number").asString()).isEqualTo(LoneApi.OWN_NUMBER);
        assertThat(profile.path("quality").toString()).isEqualTo("{\"rating\":\"good\",\"reasons\":[]}");
    }

    @Test
    void aConversationSaysUntilWhenTheBusinessMayWriteFreely() {
        api.send(receipt(BOB));
        JsonNode before =
                api.get("/v1/conversations").json().path("conversations").get(0);
        assertThat(before.path("closes_at").isNull()).isTrue();
        String contact = before.path("contact").asString();

        lone.windows.wrote(new ContactHandle(contact), lone.clock.instant());
        String closes = lone.clock.instant().plus(Windows.LENGTH).toString();
        assertThat(api.get("/v1/conversations")
                        .json()
                        .path("conversations")
                        .get(0)
                        .path("closes_at")
                        .asString())
                .isEqualTo(closes);
        String path = "/v1/conversations/" + contact;
        assertThat(api.get(path).json().path("closes_at").asString()).isEqualTo(closes);

        lone.clock.advance(Windows.LENGTH);
        assertThat(api.get(path).json().path("closes_at").isNull()).isTrue();
    }

    private void told(String id, MessageStatus status, Optional<String> code) {
        lone.store.handedOver(List.of(MessageId.parse(id)));
        lone.store.follow(
                List.of(new Progress(MessageId.parse(id), new TimelineEntry(status, code, lone.clock.instant()))), 1);
    }

    private static String receipt(String to) {
        return Samples.message(to, "RECEIPT", Samples.receipt("1001"));
    }

    private static String contact(String handle) {
        return "\"contact\": \"" + handle + "\"";
    }

    private static String id(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().path("message_id").asString();
    }

    private static List<String> lastMessages(JsonNode page) {
        return StreamSupport.stream(page.path("conversations").spliterator(), false)
                .map(conversation ->
                        conversation.path("last_message").path("message_id").asString())
                .toList();
    }
}
