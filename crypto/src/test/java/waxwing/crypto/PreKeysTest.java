package waxwing.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.signal.libsignal.protocol.ecc.ECPublicKey;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.PutKeysRequest;

final class PreKeysTest {
    private static final KeyCounts PLENTY = counts(100, 100);

    private final MutableClock clock = new MutableClock();
    private final InMemoryKeyVault vault = new InMemoryKeyVault(new Random(5));
    private final PreKeys preKeys = new PreKeys(vault, clock);
    private DeviceKeys first = DeviceKeys.getDefaultInstance();

    @BeforeEach
    void register() {
        first = preKeys.first();
        preKeys.published(first);
    }

    @Test
    void aRegistrationCarriesAHundredOfEachAndTheirPrivateHalvesAreStored() {
        List<Integer> ids = ids(first);

        assertThat(first.getOneTimeEcCount()).isEqualTo(100);
        assertThat(first.getOneTimeKyberCount()).isEqualTo(100);
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> vault.preKey(id).isPresent());
    }

    @Test
    void everySignatureIsByTheIdentityKey() throws Exception {
        ECPublicKey identity = vault.ownIdentity().publicKey().forLibsignal().getPublicKey();
        List<KyberPreKey> kyber = new ArrayList<>(first.getOneTimeKyberList());
        kyber.add(first.getLastResortKyber());

        assertThat(identity.verifySignature(
                        first.getSignedEc().getPublicKey().toByteArray(),
                        first.getSignedEc().getSignature().toByteArray()))
                .isTrue();
        assertThat(kyber)
                .allMatch(key -> key.getPublicKey().size() == 1_569
                        && identity.verifySignature(
                                key.getPublicKey().toByteArray(),
                                key.getSignature().toByteArray()));
    }

    @Test
    void nothingIsDueWhileThereIsEnough() {
        assertThat(preKeys.due(PLENTY)).isEmpty();
        assertThat(preKeys.due(counts(20, 20))).isEmpty();
    }

    @Test
    void eachKindIsRefilledToAHundredBelowTwenty() {
        PutKeysRequest due = preKeys.due(counts(19, 50)).orElseThrow();

        assertThat(due.getOneTimeEcCount()).isEqualTo(81);
        assertThat(due.getOneTimeKyberCount()).isZero();
        assertThat(due.hasSignedEc()).isFalse();
        assertThat(preKeys.due(counts(50, 0)).orElseThrow().getOneTimeKyberCount())
                .isEqualTo(100);
    }

    @Test
    void oneTimeKeysAreNeverOfferedTwice() {
        PutKeysRequest lost = preKeys.due(counts(0, 0)).orElseThrow();

        PutKeysRequest again = preKeys.due(counts(0, 0)).orElseThrow();

        assertThat(ids(again)).doesNotContainAnyElementsOf(ids(lost)).doesNotContainAnyElementsOf(ids(first));
    }

    @Test
    void theRotatedKeysAreAWeekOldAtMost() {
        clock.advance(PreKeys.ROTATION.minusSeconds(1));
        assertThat(preKeys.due(PLENTY)).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        PutKeysRequest due = preKeys.due(PLENTY).orElseThrow();

        assertThat(due.hasSignedEc()).isTrue();
        assertThat(due.hasLastResortKyber()).isTrue();
        assertThat(due.getSignedEc().getKeyId())
                .isNotEqualTo(first.getSignedEc().getKeyId());
        preKeys.published(due);
        assertThat(preKeys.due(PLENTY)).isEmpty();
    }

    @Test
    void aRotationWhoseUploadIsInDoubtIsOfferedAgainAsItIs() {
        clock.advance(PreKeys.ROTATION);
        PutKeysRequest lost = preKeys.due(PLENTY).orElseThrow();

        PutKeysRequest again = preKeys.due(PLENTY).orElseThrow();

        assertThat(again.getSignedEc()).isEqualTo(lost.getSignedEc());
        assertThat(again.getLastResortKyber()).isEqualTo(lost.getLastResortKyber());
    }

    @Test
    void aRotatedKeyIsKeptForThoseWhoTookItAndThenDropped() {
        int oldSigned = first.getSignedEc().getKeyId();
        int oldLastResort = first.getLastResortKyber().getKeyId();
        clock.advance(PreKeys.ROTATION);
        preKeys.published(preKeys.due(PLENTY).orElseThrow());

        clock.advance(PreKeys.GRACE.minusSeconds(1));
        preKeys.due(PLENTY).ifPresent(preKeys::published);
        assertThat(vault.preKey(oldSigned)).isPresent();
        assertThat(vault.preKey(oldLastResort)).isPresent();

        clock.advance(Duration.ofSeconds(2));
        preKeys.due(PLENTY);
        assertThat(vault.preKey(oldSigned)).isEqualTo(Optional.empty());
        assertThat(vault.preKey(oldLastResort)).isEqualTo(Optional.empty());
    }

    private static KeyCounts counts(int ec, int kyber) {
        return KeyCounts.newBuilder().setOneTimeEc(ec).setOneTimeKyber(kyber).build();
    }

    private static List<Integer> ids(DeviceKeys keys) {
        List<Integer> ids = new ArrayList<>(
                List.of(keys.getSignedEc().getKeyId(), keys.getLastResortKyber().getKeyId()));
        keys.getOneTimeEcList().stream().map(EcPreKey::getKeyId).forEach(ids::add);
        keys.getOneTimeKyberList().stream().map(KyberPreKey::getKeyId).forEach(ids::add);
        return ids;
    }

    private static List<Integer> ids(PutKeysRequest request) {
        List<Integer> ids = new ArrayList<>();
        request.getOneTimeEcList().stream().map(EcPreKey::getKeyId).forEach(ids::add);
        request.getOneTimeKyberList().stream().map(KyberPreKey::getKeyId).forEach(ids::add);
        return ids;
    }
}
