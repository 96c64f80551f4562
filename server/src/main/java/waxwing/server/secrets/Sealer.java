package waxwing.server.secrets;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM under one key: a random 12-byte nonce, then the ciphertext and its 16-byte tag.
public final class Sealer {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    public Sealer(SecretKey key, SecureRandom random) {
        this.key = new SecretKeySpec(key.getEncoded(), "AES");
        this.random = random;
    }

    /// @param context what the value belongs to; opening it in another context fails
    public ByteString seal(ByteString value, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return ByteString.copyFrom(nonce).concat(transform(Cipher.ENCRYPT_MODE, nonce, value, context));
    }

    /// @throws IllegalStateException if it was not sealed under this key and in this context
    public ByteString open(ByteString sealed, String context) {
        byte[] nonce = sealed.substring(0, NONCE_BYTES).toByteArray();
        return transform(Cipher.DECRYPT_MODE, nonce, sealed.substring(NONCE_BYTES), context);
    }

    private ByteString transform(int mode, byte[] nonce, ByteString input, String context) {
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return ByteString.copyFrom(cipher.doFinal(input.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a sealed value can't be opened: does the secret file belong to this data folder?", e);
        }
    }
}
