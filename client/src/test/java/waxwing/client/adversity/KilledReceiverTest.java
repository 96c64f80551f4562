package waxwing.client.adversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.adversity.Middleman.CutException;
import waxwing.client.adversity.Middleman.Tampering;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SendOutcome;
import waxwing.model.MessageId;

/// The receiving program is killed (SIGKILL) while messages come in.
final class KilledReceiverTest {
    @RegisterExtension
    static final World world = new World();

    private Person alice;
    private Person bob;

    @BeforeEach
    void converse() {
        alice = world.person("alice");
        bob = world.person("bob");
        alice.tell(bob, "hello");
        bob.leave();
    }

    @Test
    void killedBetweenItsCommitAndItsAcknowledgementItShowsTheMessageOnce() throws Exception {
        AtomicReference<@Nullable Process> receiver = new AtomicReference<>();
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toRelay(String method, byte[] message) throws CutException {
                boolean acknowledges = Frames.client(method, message)
                        .filter(frame -> frame.hasAcknowledge())
                        .isPresent();
                Process process = receiver.get();
                if (acknowledges && process != null) {
                    process.destroyForcibly();
                    throw new CutException();
                }
                return List.of(message);
            }
        });
        MessageId id = alice.send(bob, "only once");
        Process launched = Receiver.launch(bob.folder());
        receiver.set(launched);

        assertThat(launched.waitFor(60, TimeUnit.SECONDS)).isTrue();
        world.middleman().behave();
        bob.comeBack();

        assertThat(alice.outcome(id, MessageState.DELIVERED)).isInstanceOf(SendOutcome.Reached.class);
        bob.awaitShown(alice, "hello", "only once");
        alice.tell(bob, "and on");
        bob.awaitShown(alice, "hello", "only once", "and on");
    }

    @Test
    void killedWhileItDecryptsItShowsEveryMessageOnce() throws Exception {
        AtomicBoolean delivering = new AtomicBoolean();
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                Frames.envelope(method, message).ifPresent(_ -> delivering.set(true));
                return List.of(message);
            }
        });
        String[] texts = new String[41];
        texts[0] = "hello";
        for (int i = 1; i < texts.length; i++) {
            texts[i] = "message " + i;
            alice.send(bob, texts[i]);
        }
        for (int round = 0; round < 2; round++) {
            delivering.set(false);
            Process receiver = Receiver.launch(bob.folder());
            await().atMost(Person.PATIENCE)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .untilTrue(delivering);
            receiver.destroyForcibly();
            assertThat(receiver.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        world.middleman().behave();
        bob.comeBack();

        bob.awaitShown(alice, texts);
        bob.tell(alice, "all there");
    }
}
