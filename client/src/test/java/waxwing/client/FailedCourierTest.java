package waxwing.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SendOutcome;

/// The profile fails a courier for a while: a table that it needs is somewhere else.
class FailedCourierTest {
    @RegisterExtension
    static final LocalRelay relay = new LocalRelay();

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final End alice = End.person("alice", relay).online();
    private final End bob = End.person("bob", relay).offline();

    @BeforeEach
    void theyKnowEachOther() throws InterruptedException {
        assertThat(alice.tells("hello", bob, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        assertThat(alice.client().drain(End.SOON)).isInstanceOf(DrainOutcome.Drained.class);
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    private void changes(String sql) {
        alice.profile().database().inTransaction(handle -> handle.execute(sql));
    }

    @Test
    void whatWaitsGoesOutByItselfOnceTheStoreServesAgain() throws InterruptedException {
        changes("ALTER TABLE peer_device RENAME TO mislaid");
        var message = alice.says("are you there?", bob).id();
        assertThat(alice.client().drain(A_WHILE)).isNotInstanceOf(DrainOutcome.Drained.class);
        assertThat(alice.client().history().sent(message).orElseThrow().state()).isEqualTo(MessageState.QUEUED);

        changes("ALTER TABLE mislaid RENAME TO peer_device");

        assertThat(alice.client().await(message, MessageState.ACCEPTED, End.SOON))
                .isInstanceOf(SendOutcome.Reached.class);
    }
}
