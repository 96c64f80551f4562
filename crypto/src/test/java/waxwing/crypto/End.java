package waxwing.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.DeviceKeys;

/// One end in a test: its vault, its sessions, and the bundles that a relay would hand out for it.
final class End {
    final DeviceAddress address;
    final InMemoryKeyVault vault;
    final Sessions sessions;
    final PreKeys preKeys;
    private final DeviceKeys published;
    private int taken;

    End(Random random, MutableClock clock) {
        this(
                random,
                clock,
                new DeviceAddress(new AccountId(new UUID(random.nextLong(), random.nextLong())), DeviceId.PRIMARY));
    }

    End(Random random, MutableClock clock, DeviceAddress address) {
        this.address = address;
        vault = new InMemoryKeyVault(random);
        sessions = new Sessions(vault, clock);
        preKeys = new PreKeys(vault, clock);
        published = preKeys.first();
        preKeys.published(published);
    }

    /// The next bundle with one-time keys.
    Bundle bundle() {
        DeviceBundle keys = lastResortBundle().keys().toBuilder()
                .setOneTimeEc(published.getOneTimeEc(taken))
                .setKyber(published.getOneTimeKyber(taken))
                .build();
        taken++;
        return new Bundle(vault.ownIdentity().publicKey(), keys);
    }

    /// What the relay hands out when the one-time keys have run out.
    Bundle lastResortBundle() {
        return new Bundle(
                vault.ownIdentity().publicKey(),
                DeviceBundle.newBuilder()
                        .setDeviceId(address.device().value())
                        .setRegistrationId(vault.ownIdentity().registrationId().value())
                        .setSignedEc(published.getSignedEc())
                        .setKyber(published.getLastResortKyber())
                        .build());
    }

    void start(End with) {
        assertThat(sessions.start(with.address, with.bundle())).isEqualTo(new StartResult.Started());
    }

    Ciphertext encrypt(End to, String text) {
        return switch (sessions.encrypt(to.address, text.getBytes(UTF_8))) {
            case EncryptResult.Encrypted(Ciphertext ciphertext) -> ciphertext;
            case EncryptResult.NoSession _, EncryptResult.IdentityNotAccepted _ ->
                throw new AssertionError("could not encrypt");
        };
    }

    DecryptResult decrypt(End from, Ciphertext ciphertext) {
        return sessions.decrypt(
                from.address, ciphertext.form(), ciphertext.bytes().toByteArray());
    }

    String read(End from, Ciphertext ciphertext) {
        return switch (decrypt(from, ciphertext)) {
            case DecryptResult.Plain plain -> plain.content().toString(UTF_8);
            case DecryptResult.Duplicate _ -> throw new AssertionError("a duplicate");
            case DecryptResult.Undecryptable(DecryptResult.Reason reason) -> throw new AssertionError(reason);
        };
    }

    /// A session in which both have spoken.
    void converseWith(End other) {
        start(other);
        assertThat(other.read(this, encrypt(other, "hello"))).isEqualTo("hello");
        assertThat(read(other, other.encrypt(this, "hello yourself"))).isEqualTo("hello yourself");
    }
}
