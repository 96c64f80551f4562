package waxwing.client.adversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waxwing.client.adversity.Middleman.CutException;
import waxwing.client.adversity.Middleman.Tampering;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.Strangers;
import waxwing.model.MessageId;

/// A relay that doesn't tell a new phone what its person set.
final class UntoldRulesTest {
    @RegisterExtension
    static final World world = new World();

    /// How often it was asked.
    private final AtomicInteger asked = new AtomicInteger();

    /// Somebody whom it told.
    private static Person alice() {
        Person alice = world.person("alice");
        await().atMost(Person.PATIENCE).until(alice.client()::connected);
        return alice;
    }

    private void doesNotTell(Status status) {
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toRelay(String method, byte[] message) throws CutException {
                if (method.equals("Controls/GetGeneralControls")) {
                    asked.incrementAndGet();
                    throw new CutException(status);
                }
                return List.of(message);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "UNIMPLEMENTED"})
    void aNewPhoneThatIsRefusedConnectsAndStrangersWait(Status.Code refusal) {
        Person alice = alice();
        doesNotTell(refusal.toStatus());
        Person bob = world.person("bob");
        MessageId hello = alice.send(bob, "hello");

        assertThat(alice.outcome(hello, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        await().atMost(Person.PATIENCE)
                .untilAsserted(() -> assertThat(bob.client().strangers().all())
                        .extracting(Strangers.Waiting::messages)
                        .containsExactly(1));
        assertThat(bob.shown(alice)).isEmpty();

        world.middleman().behave();
        bob.leave();
        bob.comeBack();
        alice.tell(bob, "are you there?");
        assertThat(bob.shown(alice)).containsExactly("are you there?");
        bob.client().strangers().accept(bob.contact(alice));
        assertThat(bob.shown(alice)).contains("hello");
    }

    @Test
    void aNewPhoneThatGetsNoAnswerTakesNothingInUntilItHasOne() {
        Person alice = alice();
        doesNotTell(Status.UNAVAILABLE);
        Person bob = world.person("bob");
        MessageId hello = alice.send(bob, "hello");

        assertThat(alice.outcome(hello, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        await().atMost(Person.PATIENCE).until(() -> asked.get() > 1);
        assertThat(bob.client().connected()).isFalse();
        assertThat(bob.client().strangers().all()).isEmpty();
        world.middleman().behave();

        bob.awaitShown(alice, "hello");
    }
}
