package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.client.EndAssert.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Strangers;
import waxwing.client.people.GeneralControls.FirstMessages;

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
}
