package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static waxwing.client.EndAssert.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.content.Samples;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageBody.CardAction;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.SendRejectedException;
import waxwing.client.messages.StoredMessage;
import waxwing.content.v1.Action;
import waxwing.content.v1.Entity;

/// What a person asks about a card, from the person's end to the business's.
class ActionTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End bakery = End.business("Bakery", relay).online();
    private final End bob = End.person("bob", relay).online();

    @AfterEach
    void close() {
        bakery.close();
        bob.close();
    }

    private StoredMessage table(int revision) {
        QueuedMessage sent = bakery.sends(
                new MessageBody.ReservationCard(Samples.reservation()
                        .clearPlace()
                        .setEntity(Entity.newBuilder().setId("table-7").setRevision(revision))
                        .build()),
                bob);
        assertThat(bakery).sees(sent, MessageState.DELIVERED);
        return bob.client().history().received(sent.id()).getFirst();
    }

    private List<Event.ActionReceived> asked() {
        return bakery.client().events().after(0, 1_000).stream()
                .filter(Event.ActionReceived.class::isInstance)
                .map(Event.ActionReceived.class::cast)
                .toList();
    }

    @Test
    void aCancellationReachesTheBusinessAsAnEventThatNamesTheCard() {
        StoredMessage card = table(1);

        QueuedMessage sent =
                bob.sends(CardAction.about(card, Action.Type.CANCEL_RESERVATION, "We are ill, sorry."), bakery);

        await().atMost(End.SOON).untilAsserted(() -> assertThat(asked()).hasSize(1));
        Event.ActionReceived asked = asked().getFirst();
        assertThat(asked.message().id()).isEqualTo(sent.id());
        assertThat(asked.message().with().number()).contains(bob.number());
        assertThat(asked.action().about()).isEqualTo(card.id());
        assertThat(asked.action().action().getType()).isEqualTo(Action.Type.CANCEL_RESERVATION);
        assertThat(asked.action().action().getEntity().getId()).isEqualTo("table-7");
        assertThat(asked.action().action().getText()).isEqualTo("We are ill, sorry.");
        assertThat(bob).sees(sent, MessageState.ACCEPTED);
    }

    @Test
    void anActionIsThePersonsOwnWordAndOpensAConversation() {
        bob.sends(CardAction.about(table(1), Action.Type.CONFIRM_RESERVATION, ""), bakery);
        await().atMost(End.SOON).untilAsserted(() -> assertThat(asked()).hasSize(1));

        assertThat(bakery).sees(bakery.says("see you then", bob), MessageState.DELIVERED);
    }

    @Test
    void whatTheCardDoesNotOfferIsRefusedAndNothingIsStored() {
        StoredMessage card = table(1);

        refused(CardAction.about(card, Action.Type.CHANGE_RESERVATION, "at nine"), "does not offer");
        refused(CardAction.about(card, Action.Type.DISPUTE_RECEIPT, "too dear"), "does not offer");
        assertThat(bob.client().history().with(bob.contact(bakery), 10)).hasSize(1);
    }

    @Test
    void onlyTheNewestRevisionIsAnswered() {
        StoredMessage old = table(1);
        StoredMessage fresh = table(2);

        refused(CardAction.about(old, Action.Type.CANCEL_RESERVATION, ""), "newest revision");
        bob.sends(CardAction.about(fresh, Action.Type.CANCEL_RESERVATION, ""), bakery);
        await().atMost(End.SOON).untilAsserted(() -> assertThat(asked()).hasSize(1));
    }

    @Test
    void aCardOfOneBusinessIsNotAnsweredToAnotherAndABusinessAnswersNone() {
        StoredMessage card = table(1);
        CardAction cancel = CardAction.about(card, Action.Type.CANCEL_RESERVATION, "");
        try (End florist = End.business("Florist", relay).online()) {
            assertThatThrownBy(() -> bob.sends(cancel, florist))
                    .isInstanceOfSatisfying(
                            SendRejectedException.class,
                            refusal ->
                                    assertThat(refusal.reason()).isEqualTo(SendRejectedException.Reason.NOT_OFFERED));
        }
        assertThatThrownBy(() -> bakery.sends(cancel, bob)).isInstanceOf(SendRejectedException.class);
    }

    private void refused(CardAction action, String why) {
        assertThatThrownBy(() -> bob.sends(action, bakery))
                .isInstanceOf(SendRejectedException.class)
                .hasMessageContaining(why);
    }
}
