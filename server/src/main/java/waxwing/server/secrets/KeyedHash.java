package waxwing.server.secrets;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// HMAC-SHA-256 (RFC 2104) under one key.
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    public KeyedHash(SecretKey key) {
        this.key = key;
    }

    /// 32 bytes over the parts, one after the other: with two parts of varying length the caller separates them.
    public ByteString of(ByteString... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (ByteString part : parts) {
                mac.update(part.asReadOnlyByteBuffer());
            }
            return ByteString.copyFrom(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }
}
