package waxwing.client;

import static waxwing.client.EndAssert.assertThat;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.StateReason;

/// Messages that their sender takes back before the relay has them.
class WithdrawTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End alice = End.person("alice", relay);
    private final End bob = End.person("bob", relay).offline();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private QueuedMessage queues(String text) {
        return alice.client().send(new Recipient.ByNumber(bob.number()), MessageBody.text(text));
    }

    @Test
    void whatTheRelayHasNotBeenGivenIsNeverSentAlsoAfterARestart() {
        QueuedMessage taken = queues("forget this");
        QueuedMessage kept = queues("keep this");

        Assertions.assertThat(alice.client().withdraw(taken.id())).isTrue();
        Assertions.assertThat(alice.client().withdraw(taken.id())).isFalse();
        alice.offline().online();
        bob.online();

        assertThat(alice).sees(kept, MessageState.DELIVERED).sees(taken, MessageState.FAILED, StateReason.WITHDRAWN);
        assertThat(bob).receivedInOrder(alice, List.of("keep this"));
    }

    @Test
    void whatTheRelayHasStays() {
        alice.online();
        QueuedMessage sent = alice.says("too late", bob);
        assertThat(alice).sees(sent, MessageState.ACCEPTED);

        Assertions.assertThat(alice.client().withdraw(sent.id())).isFalse();
        Assertions.assertThat(alice.client().withdraw(alice.client().newMessageId()))
                .isFalse();
        bob.online();
        assertThat(bob).received("too late").from(alice).once();
    }
}
