package waxwing.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.content.Mislabel;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Offer;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// How a message that is not what it says looks.
class MislabelViewTest {
    private static final Instant NOW = Instant.parse("2026-11-28T18:04:00Z");
    private static final MessageId ID = new MessageId(UUID.fromString("019ab000-0000-7000-8000-000000000007"));
    private static final Contact BAKERY = new Contact(
            new Contact.ContactId(1),
            Optional.of(new AccountId(new UUID(1, 2))),
            Optional.empty(),
            Optional.empty(),
            AccountType.BUSINESS,
            Optional.of("Lantern Bakery"),
            List.of(),
            Contact.Standing.OPEN);
    private static final MessageBody OFFER = new MessageBody.OfferCard(Offer.newBuilder()
            .setEntity(Entity.newBuilder().setId("box").setRevision(1))
            .setTitle("Advent box")
            .setText("Half the price")
            .build());

    private final MessageView view = new MessageView(InstantSource.fixed(NOW), ZoneOffset.UTC);

    private static StoredMessage message(MessageBody body, MessageKind label, Optional<Mislabel> mislabel) {
        return new StoredMessage(
                ID,
                BAKERY,
                StoredMessage.Direction.RECEIVED,
                NOW,
                body,
                Optional.of(label),
                new StoredMessage.Progress(MessageState.DELIVERED, Optional.empty(), NOW),
                mislabel);
    }

    private List<String> lines(StoredMessage message) {
        return view.lines(message).stream().map(SafeText::toString).toList();
    }

    @Test
    void anOfferLabelledAsAReceiptIsShownWithAWarningAboveAndAReportBelow() {
        List<String> lines = lines(message(OFFER, MessageKind.RECEIPT, Optional.of(Mislabel.OTHER_CONTENT)));

        assertThat(lines.get(0)).isEqualTo("18:04 Lantern Bakery (verified business), receipt");
        assertThat(lines.get(1)).isEqualTo("  ! mislabelled: it says receipt, but is offer.");
        assertThat(lines.stream().collect(Collectors.joining("\n"))).contains("Advent box", "Half the price");
        assertThat(lines)
                .contains(
                        "  report: waxwing business report " + ID + " --content (in a chat: /r content)",
                        "  stop all: waxwing business stop 'Lantern Bakery'");
    }

    @Test
    void aTextLabelledAsAReceiptHasTheWarningBelowItsFirstLine() {
        List<String> lines = lines(
                message(MessageBody.text("Sale!\nToday"), MessageKind.RECEIPT, Optional.of(Mislabel.INNER_LABEL)));

        assertThat(lines)
                .containsExactly(
                        "18:04 Lantern Bakery (verified business): Sale!",
                        "  ! mislabelled: outside it says receipt, inside it says something else.",
                        "      Today",
                        "  report: waxwing business report " + ID + " --label (in a chat: /r label)",
                        "  stop all: waxwing business stop 'Lantern Bakery'");
    }

    @Test
    void aScriptIsTold() {
        JsonNode told = json(message(OFFER, MessageKind.RECEIPT, Optional.of(Mislabel.OTHER_CONTENT)));
        assertThat(told.path("kind").asString()).isEqualTo("RECEIPT");
        assertThat(told.path("category").asString()).isEqualTo("MARKETING");
        assertThat(told.path("mislabelled").path("label").asString()).isEqualTo("RECEIPT");
        assertThat(told.path("mislabelled").path("inside").asString()).isEqualTo("OFFER");
        assertThat(told.path("mislabelled").path("how").asString()).isEqualTo("other_content");
        assertThat(told.path("mislabelled").path("report").asString())
                .isEqualTo("waxwing business report " + ID + " --content");

        JsonNode honest = json(message(OFFER, MessageKind.OFFER, Optional.empty()));
        assertThat(honest.has("mislabelled")).isFalse();
    }

    private JsonNode json(StoredMessage message) {
        return new JsonMapper().readTree(view.content(Json.answer(), message).toString());
    }
}
