package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static waxwing.client.EndAssert.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.StateReason;
import waxwing.client.people.ControlsOutcome;

class IdentityTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End alice = End.person("alice", relay);
    private End bob = End.person("bob", relay);

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void nothingIsSentToAChangedIdentityBeforeThePersonAcceptsIt() throws InterruptedException {
        alice.online();
        bob.online();
        alice.tells("hi", bob, MessageState.DELIVERED);
        End before = bob;
        bob = bob.withNewPhone().online();
        before.close();

        assertThat(alice.tells("still you?", bob, MessageState.ACCEPTED))
                .isInstanceOf(SendOutcome.IdentityChanged.class);
        assertThat(alice).sawIdentityChangeOf(bob);
        assertThat(bob).receivedNothingFrom(alice);

        alice.client().identities().accept(alice.contact(bob));
        QueuedMessage again = alice.says("good", bob);
        assertThat(bob).received("good").from(alice).once();
        assertThat(alice).sees(again, MessageState.DELIVERED);
    }

    @Test
    void whoWritesWithANewPhoneIsShownAndTold() {
        alice.online();
        bob.online();
        bob.says("hi", alice);
        assertThat(alice).received("hi").from(bob).once();
        End before = bob;
        bob = bob.withNewPhone().online();
        before.close();

        bob.says("new phone", alice);

        assertThat(alice).received("new phone").from(bob).once().sawIdentityChangeOf(bob);
    }

    @Test
    void bothEndsSeeTheSameSafetyNumber() throws InterruptedException {
        alice.online();
        bob.online();
        alice.tells("hi", bob, MessageState.DELIVERED);

        String atAlice = alice.client()
                .identities()
                .safetyNumber(alice.contact(bob))
                .orElseThrow()
                .digits();
        String atBob = bob.client()
                .identities()
                .safetyNumber(bob.contact(alice))
                .orElseThrow()
                .digits();

        assertThat(atAlice).hasSize(60).isEqualTo(atBob);
    }

    @Test
    void aBlockedSenderSeesAcceptedAndIsNotShown() throws InterruptedException {
        alice.online();
        bob.online();
        alice.tells("hi", bob, MessageState.DELIVERED);

        assertThat(bob.client().blocks().block(bob.contact(alice))).isInstanceOf(ControlsOutcome.Changed.class);
        assertThat(alice.tells("hello?", bob, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        assertThat(bob.client().blocks().unblock(bob.contact(alice))).isInstanceOf(ControlsOutcome.Changed.class);

        alice.says("back", bob);
        assertThat(bob).received("back").from(alice).once();
        assertThat(bob).receivedInOrder(alice, List.of("hi", "back"));
    }

    @Test
    void anUnknownNumberIsNotFound() throws InterruptedException {
        alice.online();
        QueuedMessage lost =
                alice.client().send(new Recipient.ByNumber(relay.freshNumber()), MessageBody.text("anybody?"));

        assertThat(alice.client().await(lost.id(), MessageState.ACCEPTED, End.SOON))
                .isInstanceOf(SendOutcome.Failed.class);
        assertThat(alice).sees(lost, MessageState.FAILED, StateReason.RECIPIENT_NOT_FOUND);
    }
}
