package waxwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;

/// What every vault has to do; each implementation's test extends it.
public abstract class KeyVaultContract {
    private static final AccountId ACCOUNT = new AccountId(new UUID(1, 2));
    private static final DeviceAddress DEVICE = new DeviceAddress(ACCOUNT, DeviceId.PRIMARY);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ByteString BASE_KEY = ByteString.copyFrom(new byte[33]);

    /// The same vault for the whole of one test.
    protected abstract KeyVault vault();

    /// Runs the work in one transaction.
    protected abstract <T> T inTransaction(Supplier<T> work);

    @Test
    public void theOwnIdentityStaysTheSame() {
        OwnIdentity identity = vault().ownIdentity();

        assertThat(vault().ownIdentity().keyPair()).isEqualTo(identity.keyPair());
        assertThat(vault().ownIdentity().registrationId()).isEqualTo(identity.registrationId());
    }

    @Test
    public void aPeersIdentityIsReplaced() {
        IdentityKey first = randomKey();
        IdentityKey second = randomKey();
        assertThat(vault().peer(ACCOUNT)).isEmpty();

        vault().putPeer(ACCOUNT, new PeerIdentity(first, first));
        vault().putPeer(ACCOUNT, new PeerIdentity(second, first));

        assertThat(vault().peer(ACCOUNT)).contains(new PeerIdentity(second, first));
    }

    @Test
    public void aSessionIsReplacedAndRemoved() {
        vault().putSession(DEVICE, secret(1));
        vault().putSession(DEVICE, secret(2));
        assertThat(vault().session(DEVICE)).contains(secret(2));
        assertThat(vault().devicesWithSession(ACCOUNT)).containsExactly(DeviceId.PRIMARY);

        vault().removeSession(DEVICE);

        assertThat(vault().session(DEVICE)).isEmpty();
        assertThat(vault().devicesWithSession(ACCOUNT)).isEmpty();
    }

    @Test
    public void aRecordOfTheLargestSizeFits() {
        SecretBytes record = SecretBytes.copyOf(new byte[ProtocolScratch.LARGEST_RECORD]);

        vault().putSession(DEVICE, record);

        assertThat(vault().session(DEVICE)).contains(record);
    }

    @Test
    public void prekeyIdsAreNeverReservedTwice() {
        int first = vault().reservePreKeyIds(100);
        int second = vault().reservePreKeyIds(1);

        assertThat(first).isPositive();
        assertThat(second).isEqualTo(first + 100);
        assertThat(vault().reservePreKeyIds(5)).isEqualTo(second + 1);
    }

    @Test
    public void prekeysOfAKindComeOldestFirst() {
        vault().addPreKeys(List.of(
                preKey(7, PreKey.Kind.SIGNED_EC, NOON.plusSeconds(1)),
                preKey(8, PreKey.Kind.SIGNED_EC, NOON),
                preKey(9, PreKey.Kind.ONE_TIME_EC, NOON)));

        assertThat(vault().preKeys(PreKey.Kind.SIGNED_EC))
                .extracting(PreKey::id)
                .containsExactly(8, 7);
        assertThat(vault().preKey(9)).contains(preKey(9, PreKey.Kind.ONE_TIME_EC, NOON));
        assertThat(vault().preKey(10)).isEmpty();
    }

    @Test
    public void aTakenPrekeyIdIsRefused() {
        vault().addPreKeys(List.of(preKey(7, PreKey.Kind.SIGNED_EC, NOON)));

        assertThatThrownBy(() -> vault().addPreKeys(List.of(preKey(7, PreKey.Kind.ONE_TIME_EC, NOON))))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    public void publishingMarksOnlyTheNamedKeys() {
        vault().addPreKeys(List.of(preKey(1, PreKey.Kind.ONE_TIME_EC, NOON), preKey(2, PreKey.Kind.ONE_TIME_EC, NOON)));

        vault().markPublished(List.of(2, 99));

        assertThat(vault().preKeys(PreKey.Kind.ONE_TIME_EC))
                .extracting(PreKey::published)
                .containsExactly(false, true);
    }

    @Test
    public void aLastResortUseIsNotedOnce() {
        assertThat(vault().lastResortUseNoted(1, 2, BASE_KEY)).isFalse();
        assertThat(vault().noteLastResortUse(1, 2, BASE_KEY)).isTrue();

        assertThat(vault().noteLastResortUse(1, 2, BASE_KEY)).isFalse();
        assertThat(vault().lastResortUseNoted(1, 2, BASE_KEY)).isTrue();
        assertThat(vault().noteLastResortUse(1, 3, BASE_KEY)).isTrue();
        assertThat(vault().noteLastResortUse(2, 2, BASE_KEY)).isTrue();
    }

    @Test
    public void aRemovedLastResortKeyTakesItsUsesAlong() {
        vault().addPreKeys(List.of(preKey(1, PreKey.Kind.LAST_RESORT_KYBER, NOON)));
        vault().noteLastResortUse(1, 2, BASE_KEY);

        vault().removePreKey(1);

        assertThat(vault().preKey(1)).isEmpty();
        assertThat(vault().lastResortUseNoted(1, 2, BASE_KEY)).isFalse();
    }

    @Test
    public void nothingOfAFailedTransactionStays() {
        vault().putSession(DEVICE, secret(1));

        assertThatThrownBy(() -> inTransaction(() -> {
                    vault().putSession(DEVICE, secret(2));
                    vault().addPreKeys(List.of(preKey(7, PreKey.Kind.SIGNED_EC, NOON)));
                    vault().noteLastResortUse(1, 2, BASE_KEY);
                    throw new IllegalStateException("the plaintext could not be stored");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(vault().session(DEVICE)).contains(secret(1));
        assertThat(vault().preKey(7)).isEmpty();
        assertThat(vault().lastResortUseNoted(1, 2, BASE_KEY)).isFalse();
    }

    private static IdentityKey randomKey() {
        return OwnIdentity.generate(RandomGenerator.getDefault()).publicKey();
    }

    private static SecretBytes secret(int first) {
        return SecretBytes.copyOf(new byte[] {(byte) first, 2, 3});
    }

    private static PreKey preKey(int id, PreKey.Kind kind, Instant createdAt) {
        return new PreKey(id, kind, secret(id), createdAt, false);
    }
}
