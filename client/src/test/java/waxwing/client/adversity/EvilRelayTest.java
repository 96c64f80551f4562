package waxwing.client.adversity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import waxwing.client.adversity.Middleman.Tampering;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.SendOutcome;
import waxwing.client.profile.Profile;
import waxwing.crypto.Bundle;
import waxwing.crypto.Ciphertext;
import waxwing.crypto.EncryptResult;
import waxwing.crypto.StartResult;
import waxwing.model.MessageId;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.AccountBundles;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.SignedCertificate;
import waxwing.relay.v1.TakeBundlesResponse;

/// A relay that has turned evil and swaps identity keys, with its own good signature on the certificates.
final class EvilRelayTest {
    @RegisterExtension
    static final World world = new World();

    private Person alice;
    private Person bob;

    /// Keys that the relay made for itself, to sit between the two.
    private Profile mallory;

    @BeforeEach
    void register() {
        alice = world.person("alice");
        bob = world.person("bob");
        mallory = Profile.create(
                world.folder().resolve("mallory" + bob.number().e164()),
                Person.key(world.folder().resolve("mallory")),
                World.ENVIRONMENT);
    }

    @AfterEach
    void calm() {
        mallory.close();
    }

    @Test
    void aKeySwappedBeforeTheFirstMessageShowsInTheSafetyNumber() {
        Tampering swap = new SwapsBundles(new AtomicInteger());
        // It keeps what is sent under its key, so that Bob has nothing to ask for again.
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) throws Middleman.CutException {
                return Frames.envelope(method, message).isPresent() ? List.of() : swap.toEnd(method, message);
            }
        });
        MessageId id = alice.send(bob, "is it you?");
        assertThat(alice.outcome(id, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        String atAlice = safetyNumber(alice, bob);
        world.middleman().behave();

        bob.send(alice, "hello");
        await().atMost(Person.PATIENCE)
                .until(() -> alice.events().stream().anyMatch(event -> event instanceof Event.IdentityChanged));

        assertThat(safetyNumber(bob, alice)).isNotEqualTo(atAlice);
        assertThat(safetyNumber(alice, bob)).isEqualTo(safetyNumber(bob, alice));
    }

    private static String safetyNumber(Person at, Person of) {
        return at.client()
                .identities()
                .safetyNumber(at.contact(of))
                .orElseThrow()
                .digits();
    }

    @Test
    void twoHonestEndsHaveTheSameSafetyNumber() {
        alice.tell(bob, "hello");
        bob.tell(alice, "hello yourself");

        assertThat(safetyNumber(alice, bob)).isEqualTo(safetyNumber(bob, alice));
    }

    @Test
    void aKeySwappedLaterStopsSendingUntilThePersonAccepts() {
        alice.tell(bob, "hello");
        AtomicInteger swapped = new AtomicInteger();
        world.middleman().tamper(new SwapsBundles(swapped));
        alice.profile().vault().removeSession(bob.address());

        MessageId id = alice.send(bob, "for bob's eyes");

        assertThat(alice.outcome(id, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.IdentityChanged.class);
        assertThat(swapped).hasPositiveValue();
        assertThat(alice.events()).anyMatch(event -> event instanceof Event.IdentityChanged);
        assertThat(bob.shown(alice)).containsExactly("hello");
        world.middleman().behave();
        MessageId refused = alice.send(bob, "still not");
        assertThat(alice.outcome(refused, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.IdentityChanged.class);
    }

    @Test
    void aMessageUnderASwappedKeyIsReportedAndNotAnswered() {
        alice.tell(bob, "hello");
        bob.tell(alice, "hello yourself");
        Ciphertext forged = forge();
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                return List.of(Frames.withEnvelope(
                        method,
                        message,
                        envelope -> isFromAlice(envelope) ? impersonated(envelope, forged) : envelope));
            }
        });

        alice.send(bob, "genuine, but swapped on its way");

        await().atMost(Person.PATIENCE)
                .until(() -> bob.events().stream().anyMatch(event -> event instanceof Event.IdentityChanged));
        MessageId answer = bob.send(alice, "my secret");
        assertThat(bob.outcome(answer, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.IdentityChanged.class);
    }

    @Test
    void aCertificateForAnotherKeyThanTheSessionsIsDiscarded() {
        alice.tell(bob, "hello");
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                return List.of(Frames.withEnvelope(
                        method,
                        message,
                        envelope -> isFromAlice(envelope)
                                ? envelope.toBuilder()
                                        .setSender(certificateOfMallory(envelope.getSender()))
                                        .build()
                                : envelope));
            }
        });

        MessageId id = alice.send(bob, "under a wrong certificate");
        assertThat(alice.outcome(id, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        world.middleman().behave();
        alice.tell(bob, "under the right one");

        bob.awaitShown(alice, "hello", "under the right one");
    }

    @Test
    void aCertificateThatTheRelayDidNotSignIsDiscarded() {
        alice.tell(bob, "hello");
        world.middleman().tamper(new Tampering() {
            @Override
            public List<byte[]> toEnd(String method, byte[] message) {
                return List.of(Frames.withEnvelope(method, message, EvilRelayTest::withForgedNumber));
            }
        });

        MessageId id = alice.send(bob, "from a number that is not mine");
        assertThat(alice.outcome(id, MessageState.ACCEPTED)).isInstanceOf(SendOutcome.Reached.class);
        world.middleman().behave();
        alice.tell(bob, "from mine");

        bob.awaitShown(alice, "hello", "from mine");
    }

    private static Envelope withForgedNumber(Envelope envelope) {
        Certificate forged =
                Frames.parse(
                                Certificate.parser(),
                                envelope.getSender().getCertificate().toByteArray())
                        .toBuilder()
                        .setPhoneNumber("+12025550199")
                        .build();
        return envelope.toBuilder()
                .setSender(envelope.getSender().toBuilder().setCertificate(forged.toByteString()))
                .build();
    }

    private boolean isFromAlice(Envelope envelope) {
        return Frames.parse(
                        Certificate.parser(),
                        envelope.getSender().getCertificate().toByteArray())
                .getPhoneNumber()
                .equals(alice.number().e164());
    }

    /// A message to Bob in a session that Mallory opened with his real bundle.
    private Ciphertext forge() {
        DeviceKeys offered = bob.profile()
                .database()
                .inTransaction(_ -> bob.profile().preKeys().first());
        Bundle bundle = new Bundle(
                bob.profile().vault().ownIdentity().publicKey(),
                waxwing.relay.v1.DeviceBundle.newBuilder()
                        .setDeviceId(1)
                        .setRegistrationId(bob.profile()
                                .vault()
                                .ownIdentity()
                                .registrationId()
                                .value())
                        .setSignedEc(offered.getSignedEc())
                        .setOneTimeEc(offered.getOneTimeEc(0))
                        .setKyber(offered.getOneTimeKyber(0))
                        .build());
        return mallory.database().inTransaction(_ -> {
            assertThat(mallory.sessions().start(bob.address(), bundle)).isInstanceOf(StartResult.Started.class);
            EncryptResult result = mallory.sessions().encrypt(bob.address(), "anything".getBytes(UTF_8));
            return ((EncryptResult.Encrypted) result).ciphertext();
        });
    }

    private Envelope impersonated(Envelope envelope, Ciphertext forged) {
        SubmitId submit = new SubmitId(Uuids.version7(World.ENVIRONMENT.clock(), World.ENVIRONMENT.random()));
        return envelope.toBuilder()
                .setSubmitId(ByteString.copyFrom(submit.toBytes()))
                .setSender(certificateOfMallory(envelope.getSender()))
                .setType(forged.form().onTheWire())
                .setCiphertext(forged.bytes())
                .build();
    }

    /// The relay's own good signature over a certificate that names another key.
    private SignedCertificate certificateOfMallory(SignedCertificate genuine) {
        return world.signed(
                Frames.parse(Certificate.parser(), genuine.getCertificate().toByteArray()).toBuilder()
                        .setIdentityKey(
                                mallory.vault().ownIdentity().publicKey().serialized())
                        .build());
    }

    /// Hands out Mallory's keys as anybody's.
    private final class SwapsBundles implements Tampering {
        private final AtomicInteger swapped;
        private final DeviceKeys keys =
                mallory.database().inTransaction(_ -> mallory.preKeys().first());

        SwapsBundles(AtomicInteger swapped) {
            this.swapped = swapped;
        }

        @Override
        public List<byte[]> toEnd(String method, byte[] message) {
            if (!method.equals("Keys/TakeBundles")) {
                return List.of(message);
            }
            TakeBundlesResponse.Builder response = Frames.parse(TakeBundlesResponse.parser(), message).toBuilder();
            AccountBundles.Builder bundles = response.getBundlesBuilder();
            bundles.setIdentityKey(mallory.vault().ownIdentity().publicKey().serialized());
            bundles.getDevicesBuilderList()
                    .forEach(device -> device.setSignedEc(keys.getSignedEc())
                            .setOneTimeEc(keys.getOneTimeEc(swapped.get()))
                            .setKyber(keys.getOneTimeKyber(swapped.get())));
            swapped.incrementAndGet();
            return List.of(response.build().toByteArray());
        }
    }
}
