package waxwing.client.adversity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SendOutcome;
import waxwing.crypto.EncryptResult;
import waxwing.crypto.InMemoryKeyVault;
import waxwing.crypto.SecretBytes;
import waxwing.crypto.Sessions;
import waxwing.model.MessageId;

/// A session that breaks repairs itself, and nothing is lost or shown twice.
final class BrokenSessionTest {
    @RegisterExtension
    static final World world = new World();

    private Person alice;
    private Person bob;

    @BeforeEach
    void converse() {
        alice = world.person("alice");
        bob = world.person("bob");
        alice.tell(bob, "hello");
        bob.tell(alice, "hello yourself");
    }

    @Test
    void aReceiverThatLostItsSessionAsksForTheMessageAgain() {
        bob.profile().database().inTransaction(_ -> {
            bob.profile().sessions().forget(alice.address());
            return bob;
        });

        alice.tell(bob, "can you read this?");

        bob.awaitShown(alice, "hello", "can you read this?");
        alice.tell(bob, "and this?");
        bob.awaitShown(alice, "hello", "can you read this?", "and this?");
        bob.tell(alice, "yes");
        alice.awaitShown(bob, "hello yourself", "yes");
    }

    @Test
    void aSenderWhoseRatchetWentBackIsAskedAgain() {
        SecretBytes old = alice.profile().vault().session(bob.address()).orElseThrow();
        alice.tell(bob, "1");
        alice.tell(bob, "2");
        alice.profile().vault().putSession(bob.address(), old);

        MessageId third = alice.send(bob, "3");

        bob.awaitShown(alice, "hello", "1", "2", "3");
        assertThat(alice.outcome(third, MessageState.DELIVERED)).isInstanceOf(SendOutcome.Reached.class);
        bob.tell(alice, "got all three");
        alice.awaitShown(bob, "hello yourself", "got all three");
    }

    @Test
    void bothEndsMayLoseTheirSessionsAtOnce() {
        bob.profile().vault().removeSession(alice.address());
        alice.profile().vault().removeSession(bob.address());

        alice.send(bob, "from alice");
        bob.send(alice, "from bob");

        bob.awaitShown(alice, "hello", "from alice");
        alice.awaitShown(bob, "hello yourself", "from bob");
    }

    @Test
    void aMessageThatSkipsThousandsIsAskedForAgainInsteadOfBeingTried() {
        InMemoryKeyVault quick = new InMemoryKeyVault(new Random());
        quick.putPeer(
                bob.address().account(),
                alice.profile().vault().peer(bob.address().account()).orElseThrow());
        quick.putSession(
                bob.address(), alice.profile().vault().session(bob.address()).orElseThrow());
        Sessions sessions = new Sessions(quick, World.ENVIRONMENT.clock());
        for (int i = 0; i < 2_100; i++) {
            assertThat(sessions.encrypt(bob.address(), "lost".getBytes(UTF_8)))
                    .isInstanceOf(EncryptResult.Encrypted.class);
        }
        alice.profile()
                .vault()
                .putSession(bob.address(), quick.session(bob.address()).orElseThrow());

        alice.tell(bob, "after the gap");

        bob.awaitShown(alice, "hello", "after the gap");
    }

    @Test
    void anEndThatNeverGetsAGoodMessageDoesNotAskForEver() {
        world.middleman().tamper(new Middleman.Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                return List.of(Frames.withBrokenCiphertext(method, message));
            }
        });
        for (int i = 0; i < 10; i++) {
            alice.send(bob, "never readable " + i);
        }

        await().atMost(Person.PATIENCE)
                .until(() -> alice.client().history().with(alice.contact(bob), 100).stream()
                        .allMatch(message -> message.state().hasReached(MessageState.ACCEPTED)));
        assertThat(bob.shown(alice)).containsExactly("hello");
        await().during(Duration.ofSeconds(2)).atMost(Person.PATIENCE).until(() -> requestsOf(bob) <= 5);
        world.middleman().behave();

        alice.tell(bob, "readable");
        await().atMost(Person.PATIENCE)
                .untilAsserted(() -> assertThat(bob.shown(alice))
                        .as("what the bound held back is asked for now")
                        .contains("readable", "never readable 0", "never readable 9")
                        .hasSize(12)
                        .doesNotHaveDuplicates());
    }

    private static int requestsOf(Person person) {
        return person.profile()
                .database()
                .read(handle -> handle.createQuery("SELECT COUNT(DISTINCT asked_at_ms) FROM wanted_submit")
                        .mapTo(Integer.class)
                        .one());
    }
}
