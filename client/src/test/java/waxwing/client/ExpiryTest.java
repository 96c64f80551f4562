package waxwing.client;

import static waxwing.client.EndAssert.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.StateReason;

/// Messages that are worth nothing later.
class ExpiryTest {
    private static final Duration LIFE = Duration.ofHours(1);

    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private final End alice = End.person("alice", relay);
    private final End bob = End.person("bob", relay).offline();

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private QueuedMessage saysFor(Duration life, String text) {
        Instant now = End.environment().clock().instant();
        return alice.client()
                .send(
                        alice.client().newMessageId(),
                        new Recipient.ByNumber(bob.number()),
                        MessageBody.text(text),
                        now.plus(life));
    }

    @Test
    void whatWasNotDeliveredInItsTimeNeverIsAlsoAfterARestartOfItsSender() {
        QueuedMessage brief = saysFor(LIFE, "the soup is hot");
        alice.offline().online();
        QueuedMessage lasting = alice.says("the soup was good", bob);
        assertThat(alice).sees(brief, MessageState.ACCEPTED).sees(lasting, MessageState.ACCEPTED);

        relay.passes(LIFE);
        bob.online();

        assertThat(bob).receivedInOrder(alice, List.of("the soup was good"));
        assertThat(alice).sees(lasting, MessageState.DELIVERED).sees(brief, MessageState.ACCEPTED);
    }

    @Test
    void inItsTimeItIsDeliveredLikeAnyOther() {
        alice.online();
        QueuedMessage brief = saysFor(LIFE, "the soup is hot");
        assertThat(alice).sees(brief, MessageState.ACCEPTED);

        relay.passes(LIFE.minusMinutes(1));
        bob.online();

        assertThat(bob).received("the soup is hot").from(alice).once();
        assertThat(alice).sees(brief, MessageState.DELIVERED);
    }

    @Test
    void whatIsStillHereWhenItsTimeIsOverIsNotSent() {
        QueuedMessage late = saysFor(Duration.ZERO, "the soup is hot");
        alice.offline().online();
        bob.online();
        QueuedMessage next = alice.says("the soup was good", bob);

        assertThat(alice).sees(late, MessageState.FAILED, StateReason.EXPIRED).sees(next, MessageState.DELIVERED);
        assertThat(bob).receivedInOrder(alice, List.of("the soup was good"));
    }
}
