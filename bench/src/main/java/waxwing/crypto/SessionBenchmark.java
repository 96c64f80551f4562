package waxwing.crypto;

import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.DeviceKeys;

/// What a message of 512 bytes costs the two ends in a session in which both have spoken; the vault is in memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SessionBenchmark {
    private static final DeviceAddress ALICE = device(1);
    private static final DeviceAddress BOB = device(2);

    private final byte[] plaintext = new byte[512];
    private final Sessions alice;
    private final Sessions bob;
    private final Bundle bobs;

    /// Two ends that have not met.
    public SessionBenchmark() {
        Random random = new Random(1);
        random.nextBytes(plaintext);
        SessionVault vault = new SessionVault(random);
        alice = new Sessions(new SessionVault(random), InstantSource.system());
        bob = new Sessions(vault, InstantSource.system());
        DeviceKeys keys = new PreKeys(vault, InstantSource.system()).first();
        bobs = new Bundle(
                vault.ownIdentity().publicKey(),
                DeviceBundle.newBuilder()
                        .setDeviceId(BOB.device().value())
                        .setRegistrationId(vault.ownIdentity().registrationId().value())
                        .setSignedEc(keys.getSignedEc())
                        .setOneTimeEc(keys.getOneTimeEc(0))
                        .setKyber(keys.getOneTimeKyber(0))
                        .build());
    }

    private static DeviceAddress device(int account) {
        return new DeviceAddress(new AccountId(new UUID(account, account)), DeviceId.PRIMARY);
    }

    /// They open a session, and each says something.
    @Setup
    public void meet() {
        if (!(alice.start(BOB, bobs) instanceof StartResult.Started)) {
            throw new IllegalStateException("no session");
        }
        there();
        back();
    }

    private DecryptResult there() {
        return pass(alice, bob, ALICE, BOB);
    }

    private DecryptResult back() {
        return pass(bob, alice, BOB, ALICE);
    }

    private DecryptResult pass(Sessions from, Sessions to, DeviceAddress sender, DeviceAddress recipient) {
        if (!(from.encrypt(recipient, plaintext) instanceof EncryptResult.Encrypted(Ciphertext message))) {
            throw new IllegalStateException("not encrypted");
        }
        DecryptResult read = to.decrypt(sender, message.form(), message.bytes().toByteArray());
        if (!(read instanceof DecryptResult.Plain)) {
            throw new IllegalStateException("not decrypted: " + read);
        }
        return read;
    }

    /// Encrypts once and decrypts once; always the same end speaks.
    @Benchmark
    public DecryptResult encryptAndDecrypt() {
        return there();
    }

    /// The same, but the other end answers each time, so that both ratchets turn: two messages.
    @Benchmark
    public DecryptResult encryptAndDecryptThereAndBack() {
        there();
        return back();
    }

    /// Encrypts alone; nobody reads it.
    @Benchmark
    public EncryptResult encrypt() {
        return alice.encrypt(BOB, plaintext);
    }
}
