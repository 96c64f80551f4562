package waxwing.client.adversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.adversity.Middleman.Tampering;
import waxwing.crypto.PreKey;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.CiphertextType;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.RegisterRequest;
import waxwing.relay.v1.TakeBundlesResponse;

/// A relay that delivers again what it delivered before, under new names.
final class ReplayTest {
    @RegisterExtension
    static final World world = new World();

    private final AtomicReference<@Nullable KyberPreKey> lastResort = new AtomicReference<>();
    private Person alice;
    private Person bob;

    @BeforeEach
    void register() {
        alice = world.person("alice");
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toRelay(String method, byte[] message) {
                if (method.equals("Registration/Register")) {
                    lastResort.set(Frames.parse(RegisterRequest.parser(), message)
                            .getKeys()
                            .getLastResortKyber());
                }
                return List.of(message);
            }
        });
        bob = world.person("bob");
        world.middleman().behave();
    }

    @Test
    void aMessageThatIsDeliveredTwiceIsShownOnce() {
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                return Frames.envelope(method, message).isPresent()
                        ? List.of(message, Frames.withEnvelope(method, message, ReplayTest::renamed))
                        : List.of(message);
            }
        });

        alice.tell(bob, "1");
        alice.tell(bob, "2");
        world.middleman().behave();
        alice.tell(bob, "3");

        bob.awaitShown(alice, "1", "2", "3");
    }

    @Test
    void aReplayedLastResortPrekeyOpensNoSessionAndShowsNothing() {
        AtomicReference<@Nullable Envelope> opening = new AtomicReference<>();
        world.middleman().tamper(new RunsOutOfOneTimeKeys(opening));
        alice.tell(bob, "hello");
        assertThat(bob.profile().vault().preKeys(PreKey.Kind.ONE_TIME_KYBER))
                .as("the one-time keys that the middleman held back")
                .hasSize(100);
        bob.profile().vault().removeSession(alice.address());
        AtomicInteger replayed = new AtomicInteger();
        world.middleman().tamper(new ReplacesNext(opening, replayed));

        alice.send(bob, "this one is swallowed");

        await().atMost(Person.PATIENCE).until(() -> replayed.get() == 1);
        world.middleman().behave();
        Person carol = world.person("carol");
        carol.tell(bob, "bob has seen all that came before this");
        assertThat(bob.shown(alice)).containsExactly("hello");
        assertThat(bob.profile().sessions().has(alice.address())).isFalse();
    }

    private static Envelope renamed(Envelope envelope) {
        SubmitId another = new SubmitId(Uuids.version7(World.ENVIRONMENT.clock(), World.ENVIRONMENT.random()));
        return envelope.toBuilder()
                .setSubmitId(ByteString.copyFrom(another.toBytes()))
                .build();
    }

    /// Hands out last-resort keys only, and remembers the message that opens a session with them.
    private final class RunsOutOfOneTimeKeys implements Tampering {
        private final AtomicReference<@Nullable Envelope> opening;

        RunsOutOfOneTimeKeys(AtomicReference<@Nullable Envelope> opening) {
            this.opening = opening;
        }

        @Override
        public List<byte[]> toEnd(String method, byte[] message) {
            Frames.envelope(method, message)
                    .filter(envelope -> envelope.getType() == CiphertextType.CIPHERTEXT_TYPE_PREKEY)
                    .ifPresent(envelope -> opening.compareAndSet(null, envelope));
            if (!method.equals("Keys/TakeBundles")) {
                return List.of(message);
            }
            var response = Frames.parse(TakeBundlesResponse.parser(), message).toBuilder();
            KyberPreKey key = lastResort.get();
            if (key != null) {
                response.getBundlesBuilder()
                        .getDevicesBuilderList()
                        .forEach(device -> device.clearOneTimeEc().setKyber(key));
            }
            return List.of(response.build().toByteArray());
        }
    }

    /// Delivers the opening again in place of the next message.
    private static final class ReplacesNext implements Tampering {
        private final AtomicReference<@Nullable Envelope> opening;
        private final AtomicInteger replayed;

        ReplacesNext(AtomicReference<@Nullable Envelope> opening, AtomicInteger replayed) {
            this.opening = opening;
            this.replayed = replayed;
        }

        @Override
        public List<byte[]> toEnd(String method, byte[] message) {
            Envelope again = opening.get();
            return List.of(Frames.withEnvelope(method, message, envelope -> {
                boolean fromAlice = again != null && envelope.getSender().equals(again.getSender());
                if (again == null || !fromAlice) {
                    return envelope;
                }
                replayed.incrementAndGet();
                return renamed(again);
            }));
        }
    }
}
