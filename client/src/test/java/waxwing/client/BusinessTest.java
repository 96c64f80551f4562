package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.client.EndAssert.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.content.Samples;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.StateReason;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.BusinessView.KindSetting;
import waxwing.client.people.BusinessView.Origin;
import waxwing.client.people.BusinessView.Permission;
import waxwing.client.people.ControlsOutcome;
import waxwing.client.proof.ReceiptProofs;
import waxwing.client.proof.Verdict;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Receipt;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

class BusinessTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End bakery = End.business("Bakery", relay).online();
    private final End bob = End.person("bob", relay).online();

    @AfterEach
    void close() {
        bakery.close();
        bob.close();
    }

    private static MessageBody receipt(String order, int revision) {
        return new MessageBody.ReceiptCard(Samples.receipt()
                .setEntity(Entity.newBuilder().setId(order).setRevision(revision))
                .build());
    }

    private static MessageBody delivery() {
        return new MessageBody.DeliveryCard(
                Samples.delivery().clearTrackingUrl().build());
    }

    @Test
    void aReceiptReachesThePersonAsACard() {
        QueuedMessage sent = bakery.sends(receipt("order-1", 1), bob);

        assertThat(bakery).sees(sent, MessageState.DELIVERED);
        StoredMessage card = bob.client().history().cards(bob.contact(bakery)).getFirst();
        assertThat(card.kind()).contains(MessageKind.RECEIPT);
        assertThat(card.with().businessName()).contains("Bakery");
        assertThat(bob).hasEventOf(sent.id());
    }

    @Test
    void aReceiptIsSignedByTheBusinessThatTheRelayCertified() {
        QueuedMessage sent = bakery.sends(receipt("order-9", 1), bob);
        assertThat(bakery).sees(sent, MessageState.DELIVERED);

        StoredMessage card = bob.client().history().received(sent.id()).getFirst();
        Receipt receipt = ((MessageBody.ReceiptCard) card.body()).receipt();

        assertThat(ReceiptProofs.check(receipt, sent.id())).isInstanceOfSatisfying(Verdict.Genuine.class, genuine -> {
            assertThat(genuine.signed().business().businessName()).contains("Bakery");
            assertThat(genuine.signed().business().account())
                    .isEqualTo(bakery.client().account().id());
            assertThat(relay.link().fingerprint()).contains(genuine.signed().relayFingerprint());
            assertThat(genuine.signed().signedAt())
                    .isBetween(sent.at().minusSeconds(60), card.at().plusSeconds(60));
        });
    }

    @Test
    void aReceiptThatWaitedForTheApprovalIsSignedWithTheNameThatWasApproved() {
        End late = End.unapprovedBusiness("Late Bakery", relay).online();
        QueuedMessage refused = late.sends(receipt("order-1", 1), bob);
        assertThat(late).sees(refused, MessageState.FAILED);

        relay.approve(late.client().account().id());
        QueuedMessage sent = late.sends(receipt("order-2", 1), bob);
        assertThat(late).sees(sent, MessageState.DELIVERED);
        late.close();

        Receipt receipt = ((MessageBody.ReceiptCard)
                        bob.client().history().received(sent.id()).getFirst().body())
                .receipt();
        assertThat(ReceiptProofs.check(receipt, sent.id()))
                .isInstanceOfSatisfying(
                        Verdict.Genuine.class,
                        genuine -> assertThat(genuine.signed().business().businessName())
                                .contains("Late Bakery"));
    }

    @Test
    void aLaterRevisionTakesTheCardsPlaceAndALateEarlierOneIsIgnored() {
        QueuedMessage first = bakery.sends(receipt("order-2", 1), bob);
        QueuedMessage third = bakery.sends(receipt("order-2", 3), bob);
        QueuedMessage late = bakery.sends(receipt("order-2", 2), bob);
        assertThat(bakery)
                .sees(first, MessageState.DELIVERED)
                .sees(third, MessageState.DELIVERED)
                .sees(late, MessageState.DELIVERED);

        List<StoredMessage> cards = bob.client().history().cards(bob.contact(bakery));

        assertThat(cards).extracting(StoredMessage::id).containsExactly(third.id());
        assertThat(bob).hasNoEventOf(late.id());
    }

    @Test
    void whichRevisionIsShownIsStillKnownAfterARestart() {
        QueuedMessage first = bakery.sends(receipt("order-8", 1), bob);
        QueuedMessage second = bakery.sends(receipt("order-8", 2), bob);
        assertThat(bakery).sees(first, MessageState.DELIVERED).sees(second, MessageState.DELIVERED);
        bob.offline().online();

        QueuedMessage same = bakery.sends(receipt("order-8", 2), bob);
        QueuedMessage late = bakery.sends(receipt("order-8", 1), bob);
        QueuedMessage third = bakery.sends(receipt("order-8", 7), bob);
        assertThat(bakery)
                .sees(same, MessageState.DELIVERED)
                .sees(late, MessageState.DELIVERED)
                .sees(third, MessageState.DELIVERED);

        assertThat(bob).hasEventOf(third.id()).hasNoEventOf(same.id()).hasNoEventOf(late.id());
        assertThat(bob.client().history().with(bob.contact(bakery), 100))
                .extracting(StoredMessage::id)
                .containsExactly(third.id());
        assertThat(updates(first)).isEmpty();
        assertThat(updates(second)).contains(first.id());
        assertThat(updates(third)).contains(second.id());
    }

    private Optional<MessageId> updates(QueuedMessage message) {
        return bob.client().events().after(0, 1_000).stream()
                .filter(Event.BusinessMessageReceived.class::isInstance)
                .map(Event.BusinessMessageReceived.class::cast)
                .filter(event -> event.message().id().equals(message.id()))
                .findFirst()
                .orElseThrow()
                .updates();
    }

    @Test
    void cardsOfDifferentKindsAndBusinessesDoNotMeet() {
        try (End florist = End.business("Florist", relay).online()) {
            QueuedMessage receipt = bakery.sends(receipt("parcel-1", 3), bob);
            QueuedMessage delivery = bakery.sends(delivery(), bob);
            QueuedMessage other = florist.sends(receipt("parcel-1", 1), bob);
            assertThat(bakery).sees(receipt, MessageState.DELIVERED).sees(delivery, MessageState.DELIVERED);
            assertThat(florist).sees(other, MessageState.DELIVERED);

            assertThat(bob.client().history().cards(bob.contact(bakery)))
                    .extracting(StoredMessage::id)
                    .containsExactly(delivery.id(), receipt.id());
            assertThat(bob.client().history().cards(bob.contact(florist)))
                    .extracting(StoredMessage::id)
                    .containsExactly(other.id());
        }
    }

    @Test
    void anOfferPassesOnlyWhenThePersonNamedItAndACodeAlways() {
        MessageBody offer =
                new MessageBody.OfferCard(Samples.offer().clearTermsUrl().build());
        QueuedMessage code =
                bakery.sends(new MessageBody.CodeCard(Samples.code().build()), bob);
        assertThat(bakery).sees(code, MessageState.DELIVERED);
        assertThat(bakery).sees(bakery.sends(offer, bob), MessageState.SUPPRESSED, StateReason.RECIPIENT_NOT_OPTED_IN);

        assertThat(bob.client().businesses().allow(bob.contact(bakery), Set.of(MessageKind.OFFER)))
                .isInstanceOf(ControlsOutcome.Changed.class);
        QueuedMessage wanted = bakery.sends(offer, bob);
        assertThat(bakery).sees(wanted, MessageState.DELIVERED);
        assertThat(bob).hasEventOf(code.id()).hasEventOf(wanted.id());

        assertThat(bob.client().businesses().stop(bob.contact(bakery), Set.of(MessageKind.OFFER)))
                .isInstanceOf(ControlsOutcome.Changed.class);
        assertThat(bakery).sees(bakery.sends(offer, bob), MessageState.SUPPRESSED, StateReason.RECIPIENT_OPTED_OUT);
    }

    @Test
    void aBusinessConversesOnlyAfterThePersonsOwnWord() {
        QueuedMessage card = bakery.sends(receipt("order-7", 1), bob);
        assertThat(bakery).sees(card, MessageState.DELIVERED);
        assertThat(bakery)
                .sees(bakery.says("anything else?", bob), MessageState.SUPPRESSED, StateReason.SERVICE_WINDOW_CLOSED);

        QueuedMessage question = bob.says("is it open on Sunday?", bakery);
        assertThat(bakery).received("is it open on Sunday?").from(bob).once();
        QueuedMessage answer = bakery.sends(new MessageBody.Text("until noon", Optional.of(question.id())), bob);

        assertThat(bakery).sees(answer, MessageState.DELIVERED);
        assertThat(bob).hasEventOf(answer.id());
        assertThat(bob.client().history().received(answer.id()).getFirst().kind())
                .contains(MessageKind.CONVERSATION);
        relay.passes(Duration.ofHours(24));
        assertThat(bakery)
                .sees(bakery.says("still there?", bob), MessageState.SUPPRESSED, StateReason.SERVICE_WINDOW_CLOSED);
    }

    @Test
    void aStoppedKindIsSuppressedAndTheBusinessIsTold() {
        assertThat(bakery).sees(bakery.sends(receipt("order-3", 1), bob), MessageState.DELIVERED);

        assertThat(bob.client().businesses().stop(bob.contact(bakery), Set.of(MessageKind.DELIVERY)))
                .isInstanceOf(ControlsOutcome.Changed.class);
        QueuedMessage stopped = bakery.sends(delivery(), bob);

        assertThat(bakery).sees(stopped, MessageState.SUPPRESSED, StateReason.RECIPIENT_PREFERENCE);
        assertThat(bob).hasNoEventOf(stopped.id());
        assertThat(bob.client()
                        .businesses()
                        .show(bob.contact(bakery))
                        .orElseThrow()
                        .settings())
                .containsEntry(MessageKind.DELIVERY, new KindSetting(Permission.STOPPED, Origin.CHOSEN));
    }

    @Test
    void aBlockedBusinessSeesOnlyAccepted() throws InterruptedException {
        assertThat(bakery).sees(bakery.sends(receipt("order-4", 1), bob), MessageState.DELIVERED);
        assertThat(bob.client().blocks().block(bob.contact(bakery))).isInstanceOf(ControlsOutcome.Changed.class);

        QueuedMessage unseen = bakery.sends(receipt("order-5", 1), bob);
        assertThat(bakery.client().await(unseen.id(), MessageState.ACCEPTED, End.SOON))
                .isInstanceOf(SendOutcome.Reached.class);

        assertThat(bakery.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
        assertThat(bob.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
        assertThat(bakery).sees(unseen, MessageState.ACCEPTED);
        assertThat(bob).hasNoEventOf(unseen.id());
    }

    @Test
    void aNumberThatIsNotRegisteredLooksLikeAnyOther() throws InterruptedException {
        QueuedMessage lost = bakery.client().send(new Recipient.ByNumber(relay.freshNumber()), receipt("order-6", 1));

        assertThat(bakery.client().await(lost.id(), MessageState.ACCEPTED, End.SOON))
                .isInstanceOf(SendOutcome.Reached.class);
    }
}
