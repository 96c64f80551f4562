package waxwing.client;

import static waxwing.client.EndAssert.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;

class ConversationTest {
    @TempDir
    Path folder;

    private LocalRelay relay;
    private End alice;
    private End bob;

    @BeforeEach
    void twoPeople() {
        relay = LocalRelay.in(folder);
        alice = End.person("alice", "+12025550101", relay);
        bob = End.person("bob", "+12025550102", relay);
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
        relay.close();
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
        QueuedMessage last = alice.says("one", bob);
        last = alice.says("two", bob);
        last = alice.says("three", bob);
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
