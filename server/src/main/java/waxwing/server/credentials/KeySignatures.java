package waxwing.server.credentials;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.signal.libsignal.protocol.InvalidKeyException;
import org.signal.libsignal.protocol.ecc.ECPublicKey;
import org.signal.libsignal.protocol.kem.KEMPublicKey;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.SignedEcPreKey;

/// Checks that prekeys are keys at all and that an identity key signed them, on platform threads of its own:
/// libsignal's calls pin the thread that makes them.
public final class KeySignatures implements AutoCloseable {
    private final ExecutorService threads;

    public KeySignatures(int threads) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("credentials-", 0).daemon().factory());
    }

    /// Prekeys as a device publishes them, of either or both kinds.
    public record Published(List<SignedEcPreKey> signedEc, List<EcPreKey> ec, List<KyberPreKey> kyber) {}

    /// Whether the identity key and every prekey is well-formed and each signature is the identity key's.
    public boolean allGood(ByteString identityKey, Published keys) {
        Future<Boolean> verdict = threads.submit(() -> verify(identityKey, keys));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return verdict.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("prekeys can't be checked", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean verify(ByteString identityKey, Published keys) {
        try {
            ECPublicKey identity = new ECPublicKey(identityKey.toByteArray());
            for (SignedEcPreKey key : keys.signedEc()) {
                byte[] publicKey = new ECPublicKey(key.getPublicKey().toByteArray()).serialize();
                if (!identity.verifySignature(publicKey, key.getSignature().toByteArray())) {
                    return false;
                }
            }
            for (KyberPreKey key : keys.kyber()) {
                byte[] publicKey = new KEMPublicKey(key.getPublicKey().toByteArray()).serialize();
                if (!identity.verifySignature(publicKey, key.getSignature().toByteArray())) {
                    return false;
                }
            }
            for (EcPreKey key : keys.ec()) {
                var _ = new ECPublicKey(key.getPublicKey().toByteArray());
            }
            return true;
        } catch (InvalidKeyException _) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
