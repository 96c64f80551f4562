package waxwing.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.DeviceKeys;

/// One whole conversation, as the package's documentation shows it.
final class ConversationTest {
    private static final DeviceAddress ALICE = device(1);
    private static final DeviceAddress BOB = device(2);

    @Test
    void aliceAndBobTalk() {
        Random random = new Random(1);
        InMemoryKeyVault aliceVault = new InMemoryKeyVault(random);
        InMemoryKeyVault bobVault = new InMemoryKeyVault(random);
        // @start region="conversation"
        // Each end has a vault, and sessions over it.
        Sessions alice = new Sessions(aliceVault, InstantSource.system());
        Sessions bob = new Sessions(bobVault, InstantSource.system());

        // Bob makes prekeys: the private halves are in his vault before the public ones go to the relay.
        DeviceKeys published = new PreKeys(bobVault, InstantSource.system()).first();

        // Alice takes one bundle of them from the relay, and opens a session while Bob is away.
        Bundle bundle = new Bundle(
                bobVault.ownIdentity().publicKey(),
                DeviceBundle.newBuilder()
                        .setDeviceId(BOB.device().value())
                        .setRegistrationId(
                                bobVault.ownIdentity().registrationId().value())
                        .setSignedEc(published.getSignedEc())
                        .setOneTimeEc(published.getOneTimeEc(0))
                        .setKyber(published.getOneTimeKyber(0))
                        .build());
        assertThat(alice.start(BOB, bundle)).isInstanceOf(StartResult.Started.class);

        // Her first message carries what Bob needs to open the session at his end.
        Ciphertext first = encrypted(alice.encrypt(BOB, "Hi Bob".getBytes(UTF_8)));
        assertThat(first.form()).isEqualTo(CiphertextForm.PREKEY);
        assertThat(decrypted(bob.decrypt(ALICE, first.form(), first.bytes().toByteArray())))
                .isEqualTo("Hi Bob");

        // He answers in the same session; from then on every change of direction heals the keys.
        Ciphertext answer = encrypted(bob.encrypt(ALICE, "Hi Alice".getBytes(UTF_8)));
        assertThat(answer.form()).isEqualTo(CiphertextForm.SESSION);
        assertThat(decrypted(alice.decrypt(BOB, answer.form(), answer.bytes().toByteArray())))
                .isEqualTo("Hi Alice");

        // The same ciphertext a second time is told apart from a new one.
        assertThat(alice.decrypt(BOB, answer.form(), answer.bytes().toByteArray()))
                .isInstanceOf(DecryptResult.Duplicate.class);

        // Both read the same 60 digits to each other, so nobody sits between them.
        SafetyNumber atAlice = SafetyNumber.of(
                ALICE.account(),
                aliceVault.ownIdentity().publicKey(),
                BOB.account(),
                alice.identityOf(BOB.account()).orElseThrow().current());
        SafetyNumber atBob = SafetyNumber.of(
                BOB.account(),
                bobVault.ownIdentity().publicKey(),
                ALICE.account(),
                bob.identityOf(ALICE.account()).orElseThrow().current());
        assertThat(atAlice.matches(atBob.digits())).isTrue();
        // @end
    }

    private static Ciphertext encrypted(EncryptResult result) {
        assertThat(result).isInstanceOf(EncryptResult.Encrypted.class);
        return ((EncryptResult.Encrypted) result).ciphertext();
    }

    private static String decrypted(DecryptResult result) {
        assertThat(result).isInstanceOf(DecryptResult.Plain.class);
        return ((DecryptResult.Plain) result).content().toString(UTF_8);
    }

    private static DeviceAddress device(long account) {
        return new DeviceAddress(new AccountId(new UUID(account, account)), DeviceId.PRIMARY);
    }
}
