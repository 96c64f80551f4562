package waxwing.client;

import static waxwing.client.EndAssert.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;

/// An end whose clock is ahead of the relay's or behind it: messages go all the same.
class WrongClockTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT48H"})
    void messagesGoWhateverTheClocksShow(Duration relayAhead) {
        relay.passes(relayAhead);
        try (End alice = End.person("alice", relay).online();
                End bob = End.person("bob", relay).online()) {
            QueuedMessage hello = alice.says("what time is it?", bob);

            assertThat(bob).received("what time is it?").from(alice).once();
            assertThat(alice).sees(hello, MessageState.DELIVERED);
        }
    }
}
