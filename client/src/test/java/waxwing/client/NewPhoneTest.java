package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.client.EndAssert.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.content.Samples;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Strangers;
import waxwing.client.people.GeneralControls.FirstMessages;
import waxwing.client.people.GeneralControls.ReadReceipts;
import waxwing.content.v1.Entity;

/// What a person set on their old phone, and what waits for the new one.
class NewPhoneTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    @Test
    void whatWaitsForANewPhoneIsTakenInAsThePersonWantsIt() throws InterruptedException {
        try (End old = End.person("bob", relay).online();
                End alice = End.person("alice", relay).online()) {
            old.client().controls().setFirstMessages(FirstMessages.CONTACTS);
            try (End bob = old.withNewPhone()) {
                QueuedMessage sent = alice.says("hello", bob);
                assertThat(alice).sees(sent, MessageState.ACCEPTED);

                assertThat(bob.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
                assertThat(bob.client().strangers().all())
                        .extracting(Strangers.Waiting::messages)
                        .containsExactly(1);
                assertThat(bob).receivedNothingFrom(alice);
            }
        }
    }

    @Test
    void aNewPhoneTellsABusinessOfReadingOnlyIfThePersonWantsIt() throws InterruptedException {
        try (End old = End.person("bob", relay).online();
                End bakery = End.business("Bakery", relay).online()) {
            old.client().controls().setReadReceipts(ReadReceipts.OFF);
            try (End bob = old.withNewPhone()) {
                QueuedMessage unseen = bakery.sends(receipt("order-1"), bob);
                assertThat(bakery).sees(unseen, MessageState.ACCEPTED);
                assertThat(bob.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
                readsAll(bob, unseen);

                bob.client().controls().setReadReceipts(ReadReceipts.ON);
                QueuedMessage seen = bakery.sends(receipt("order-2"), bob);
                readsAll(bob, seen);
                assertThat(bakery).sees(seen, MessageState.READ);
                assertThat(bakery).sees(unseen, MessageState.DELIVERED);
            }
        }
    }

    private static MessageBody receipt(String order) {
        return new MessageBody.ReceiptCard(Samples.receipt()
                .setEntity(Entity.newBuilder().setId(order).setRevision(1))
                .build());
    }

    private static void readsAll(End person, QueuedMessage upTo) {
        assertThat(person).hasEventOf(upTo.id());
        person.client()
                .events()
                .acknowledge(person.client().events().after(0, 100).getLast().cursor());
    }
}
