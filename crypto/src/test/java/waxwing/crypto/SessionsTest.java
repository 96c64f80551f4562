package waxwing.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.crypto.DecryptResult.Duplicate;
import waxwing.crypto.DecryptResult.Plain;
import waxwing.crypto.DecryptResult.Reason;
import waxwing.crypto.DecryptResult.Undecryptable;
import waxwing.relay.v1.DeviceBundle;

final class SessionsTest {
    private final MutableClock clock = new MutableClock();
    private final Random random = new Random(7);
    private final End alice = new End(random, clock);
    private final End bob = new End(random, clock);

    @Test
    void messagesAreReadInAnyOrder() {
        alice.converseWith(bob);
        List<Ciphertext> sent = List.of(alice.encrypt(bob, "1"), alice.encrypt(bob, "2"), alice.encrypt(bob, "3"));

        assertThat(bob.read(alice, sent.get(2))).isEqualTo("3");
        assertThat(bob.read(alice, sent.get(0))).isEqualTo("1");
        assertThat(bob.read(alice, sent.get(1))).isEqualTo("2");
    }

    @Test
    void bothEndsMayOpenASessionAtOnce() {
        alice.start(bob);
        bob.start(alice);
        Ciphertext fromAlice = alice.encrypt(bob, "a");
        Ciphertext fromBob = bob.encrypt(alice, "b");

        assertThat(bob.read(alice, fromAlice)).isEqualTo("a");
        assertThat(alice.read(bob, fromBob)).isEqualTo("b");
        assertThat(bob.read(alice, alice.encrypt(bob, "again"))).isEqualTo("again");
        assertThat(alice.read(bob, bob.encrypt(alice, "and back"))).isEqualTo("and back");
    }

    @Test
    void aSessionThatCameWhileAnotherWasComputedIsArchived() {
        Opening opening = alice.sessions.prepare(bob.address, bob.bundle());
        bob.start(alice);
        Ciphertext first = bob.encrypt(alice, "1");
        Ciphertext second = bob.encrypt(alice, "2");
        assertThat(alice.read(bob, first)).isEqualTo("1");

        assertThat(alice.sessions.start(opening)).isEqualTo(new StartResult.Started());

        assertThat(bob.read(alice, alice.encrypt(bob, "a"))).isEqualTo("a");
        assertThat(alice.read(bob, second)).isEqualTo("2");
    }

    @Test
    void preparingStoresNothing() {
        List<Object> before = alice.vault.snapshot();

        alice.sessions.prepare(bob.address, bob.bundle());

        assertThat(alice.vault.snapshot()).isEqualTo(before);
    }

    @Test
    void anIdentityThatChangedWhileASessionWasComputedOpensNothing() {
        Opening opening = alice.sessions.prepare(bob.address, bob.bundle());
        End reinstalled = sameAccount(bob);
        reinstalled.start(alice);
        alice.read(reinstalled, reinstalled.encrypt(alice, "it is me"));

        assertThat(alice.sessions.start(opening)).isInstanceOf(StartResult.IdentityChanged.class);
    }

    @Test
    void aRepeatedMessageIsADuplicateAndChangesNothing() {
        alice.start(bob);
        Ciphertext opening = alice.encrypt(bob, "hello");
        bob.read(alice, opening);
        Ciphertext second = bob.encrypt(alice, "hi");
        alice.read(bob, second);
        List<Object> before = bob.vault.snapshot();

        assertThat(bob.decrypt(alice, opening)).isEqualTo(new Duplicate());
        assertThat(alice.decrypt(bob, second)).isEqualTo(new Duplicate());
        assertThat(bob.vault.snapshot()).isEqualTo(before);
    }

    @Test
    void aOneTimePrekeyServesOnceEvenAfterItsSessionIsGone() {
        alice.start(bob);
        Ciphertext opening = alice.encrypt(bob, "hello");
        bob.read(alice, opening);
        bob.sessions.forget(alice.address);

        assertThat(bob.decrypt(alice, opening)).isEqualTo(new Undecryptable(Reason.UNKNOWN_PREKEY));
    }

    @Test
    void aReplayedLastResortPrekeyIsRefusedAndChangesNothing() {
        alice.sessions.start(bob.address, bob.lastResortBundle());
        Ciphertext opening = alice.encrypt(bob, "hello");
        bob.read(alice, opening);
        bob.sessions.forget(alice.address);
        List<Object> before = bob.vault.snapshot();

        assertThat(bob.decrypt(alice, opening)).isEqualTo(new Undecryptable(Reason.REPLAYED_PREKEY));
        assertThat(bob.vault.snapshot()).isEqualTo(before);
    }

    @Test
    void aLastResortPrekeyServesManySenders() {
        End carol = new End(random, clock);
        alice.sessions.start(bob.address, bob.lastResortBundle());
        carol.sessions.start(bob.address, bob.lastResortBundle());

        assertThat(bob.read(alice, alice.encrypt(bob, "a"))).isEqualTo("a");
        assertThat(bob.read(carol, carol.encrypt(bob, "c"))).isEqualTo("c");
    }

    @Test
    void aDecryptionThatIsRolledBackCanBeRepeated() {
        alice.converseWith(bob);
        Ciphertext message = alice.encrypt(bob, "once");

        assertThatThrownBy(() -> bob.vault.inTransaction(() -> {
                    bob.read(alice, message);
                    throw new IllegalStateException("the plaintext could not be stored");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(bob.read(alice, message)).isEqualTo("once");
    }

    @Test
    void anOpeningThatIsRolledBackCanBeRepeated() {
        alice.sessions.start(bob.address, bob.lastResortBundle());
        Ciphertext opening = alice.encrypt(bob, "once");

        assertThatThrownBy(() -> bob.vault.inTransaction(() -> {
                    bob.read(alice, opening);
                    throw new IllegalStateException("the plaintext could not be stored");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(bob.read(alice, opening)).isEqualTo("once");
    }

    @Test
    void theFirstIdentityIsTrustedAndANewOneIsReported() {
        alice.start(bob);
        Ciphertext opening = alice.encrypt(bob, "hello");
        assertThat(bob.decrypt(alice, opening))
                .isEqualTo(new Plain(
                        ByteString.copyFromUtf8("hello"),
                        alice.vault.ownIdentity().publicKey(),
                        Optional.empty()));

        End reinstalled = sameAccount(alice);
        reinstalled.start(bob);
        DecryptResult result = bob.decrypt(reinstalled, reinstalled.encrypt(bob, "it's me"));

        assertThat(result)
                .isEqualTo(new Plain(
                        ByteString.copyFromUtf8("it's me"),
                        reinstalled.vault.ownIdentity().publicKey(),
                        Optional.of(alice.vault.ownIdentity().publicKey())));
    }

    @Test
    void nothingIsEncryptedToAChangedIdentityUntilItIsAccepted() {
        alice.converseWith(bob);
        End reinstalled = sameAccount(alice);
        reinstalled.start(bob);
        bob.decrypt(reinstalled, reinstalled.encrypt(bob, "it's me"));
        IdentityKey old = alice.vault.ownIdentity().publicKey();
        IdentityKey shown = reinstalled.vault.ownIdentity().publicKey();

        assertThat(bob.sessions.encrypt(alice.address, "secret".getBytes(UTF_8)))
                .isEqualTo(new EncryptResult.IdentityNotAccepted(old, shown));
        bob.sessions.accept(alice.address.account(), shown);

        assertThat(reinstalled.read(bob, bob.encrypt(reinstalled, "welcome back")))
                .isEqualTo("welcome back");
    }

    @Test
    void aBundleWithAnotherIdentityOpensNothing() {
        alice.converseWith(bob);
        End impostor = sameAccount(bob);

        assertThat(alice.sessions.start(bob.address, impostor.bundle()))
                .isEqualTo(new StartResult.IdentityChanged(
                        bob.vault.ownIdentity().publicKey(),
                        impostor.vault.ownIdentity().publicKey()));

        assertThat(alice.sessions.encrypt(bob.address, "secret".getBytes(UTF_8)))
                .isInstanceOf(EncryptResult.IdentityNotAccepted.class);
    }

    @Test
    void anOldSessionIsUselessOnceAnotherIdentityWasAccepted() {
        alice.converseWith(bob);
        End reinstalled = sameAccount(bob);
        alice.sessions.start(bob.address, reinstalled.bundle());
        alice.sessions.accept(
                bob.address.account(), reinstalled.vault.ownIdentity().publicKey());

        assertThat(alice.sessions.has(bob.address)).isFalse();
        assertThat(alice.sessions.encrypt(bob.address, "secret".getBytes(UTF_8)))
                .isEqualTo(new EncryptResult.NoSession());
        alice.start(reinstalled);
        assertThat(reinstalled.read(alice, alice.encrypt(reinstalled, "hi"))).isEqualTo("hi");
    }

    @Test
    void aBundleWithABadSignatureOpensNothing() {
        Bundle bundle = bob.bundle();
        DeviceBundle forged = bundle.keys().toBuilder()
                .setKyber(bundle.keys().getKyber().toBuilder().setSignature(ByteString.copyFrom(new byte[64])))
                .build();
        List<Object> before = alice.vault.snapshot();

        assertThat(alice.sessions.start(bob.address, new Bundle(bundle.identity(), forged)))
                .isInstanceOf(StartResult.BadBundle.class);
        assertThat(alice.vault.snapshot()).isEqualTo(before);
    }

    @Test
    void anEmptyBundleOpensNothing() {
        Bundle empty = new Bundle(bob.vault.ownIdentity().publicKey(), DeviceBundle.getDefaultInstance());

        assertThat(alice.sessions.start(bob.address, empty)).isInstanceOf(StartResult.BadBundle.class);
    }

    @Test
    void withoutASessionThereIsNothingToEncryptOrDecryptWith() {
        alice.converseWith(bob);
        End carol = new End(random, clock);

        assertThat(carol.sessions.encrypt(bob.address, new byte[] {1})).isEqualTo(new EncryptResult.NoSession());
        assertThat(carol.decrypt(alice, alice.encrypt(bob, "not for carol")))
                .isEqualTo(new Undecryptable(Reason.NO_SESSION));
    }

    @Test
    void anArchivedSessionStillReadsWhatIsOnItsWayButSendsNothing() {
        alice.converseWith(bob);
        Ciphertext onItsWay = alice.encrypt(bob, "late");

        bob.sessions.archive(alice.address);

        assertThat(bob.sessions.has(alice.address)).isFalse();
        assertThat(bob.sessions.encrypt(alice.address, new byte[] {1})).isEqualTo(new EncryptResult.NoSession());
        assertThat(bob.read(alice, onItsWay)).isEqualTo("late");
    }

    @Test
    void aSessionThatNobodyAnsweredForThirtyDaysNeedsAFreshBundle() {
        alice.start(bob);
        assertThat(alice.sessions.has(bob.address)).isTrue();

        clock.advance(Duration.ofDays(31));

        assertThat(alice.sessions.has(bob.address)).isFalse();
        assertThat(alice.sessions.encrypt(bob.address, new byte[] {1})).isEqualTo(new EncryptResult.NoSession());
    }

    @Test
    void aTamperedMessageChangesNothing() {
        alice.converseWith(bob);
        byte[] bytes = alice.encrypt(bob, "hello").bytes().toByteArray();
        bytes[bytes.length - 1] ^= 1;
        List<Object> before = bob.vault.snapshot();

        assertThat(bob.sessions.decrypt(alice.address, CiphertextForm.SESSION, bytes))
                .isEqualTo(new Undecryptable(Reason.WRONG_SESSION));
        assertThat(bob.vault.snapshot()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 33, 100, 2_000})
    void noiseIsUndecryptable(int size) {
        alice.converseWith(bob);
        byte[] noise = new byte[size];
        for (int round = 0; round < 50; round++) {
            random.nextBytes(noise);
            if (size > 0 && round % 2 == 0) {
                noise[0] = 0x44; // The version byte of a genuine message, so that parsing goes further.
            }
            for (CiphertextForm form : CiphertextForm.values()) {
                assertThat(bob.sessions.decrypt(alice.address, form, noise)).isInstanceOf(Undecryptable.class);
            }
        }
    }

    private End sameAccount(End other) {
        return new End(random, clock, other.address);
    }
}
