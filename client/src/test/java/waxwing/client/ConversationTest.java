package waxwing.client;

import static waxwing.client.EndAssert.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;

class ConversationTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End alice = End.person("alice", relay);
    private final End bob = End.person("bob", relay);

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @Test
    void twoPeopleWriteToEachOther() {
        alice.online();
        bob.online();

        QueuedMessage hi = alice.says("hi", bob);
        assertThat(bob).received("hi").from(alice).once();
        assertThat(alice).sees(hi, MessageState.DELIVERED);

        QueuedMessage hello = bob.says("hello", alice);
        assertThat(alice).received("hello").from(bob).once();
        assertThat(bob).sees(hello, MessageState.DELIVERED);
    }

    @Test
    void whatIsReadIsToldToItsSender() {
        alice.online();
        bob.online();
        QueuedMessage hi = alice.says("hi", bob);
        assertThat(bob).received("hi").from(alice).once();

        bob.client()
                .events()
                .acknowledge(bob.client().events().after(0, 10).getLast().cursor());

        assertThat(alice).sees(hi, MessageState.READ);
    }

    @Test
    void messagesWaitForWhoIsOffline() {
        alice.online();
        alice.says("one", bob);
        alice.says("two", bob);
        QueuedMessage last = alice.says("three", bob);
        assertThat(alice).sees(last, MessageState.ACCEPTED);

        bob.online();

        assertThat(bob).receivedInOrder(alice, List.of("one", "two", "three"));
        assertThat(alice).sees(last, MessageState.DELIVERED);
    }

    @Test
    void aQueuedMessageSurvivesARestartAndGoesOutWithTheNextCommand() {
        QueuedMessage hi = alice.says("hi", bob);
        alice.offline();

        alice.online();
        bob.online();

        assertThat(bob).received("hi").from(alice).once();
        assertThat(alice).sees(hi, MessageState.DELIVERED);
    }

    @Test
    void aConversationGoesOnWhenTheRelayIsStartedAgain() {
        alice.online();
        bob.online();
        alice.says("before", bob);
        assertThat(bob).received("before").from(alice).once();

        relay.stop();
        QueuedMessage during = alice.says("during", bob);
        bob.says("me too", alice);
        relay.startAgain();

        assertThat(bob).received("during").from(alice).once();
        assertThat(alice).received("me too").from(bob).once().sees(during, MessageState.DELIVERED);
    }
}
