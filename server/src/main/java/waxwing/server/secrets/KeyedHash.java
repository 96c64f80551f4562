package waxwing.server.secrets;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// HMAC-SHA-256 (RFC 2104) under one key.
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    public KeyedHash(SecretKey key) {
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /// 32 bytes over the parts, one after the other: with two parts of varying length the caller separates them.
    public ByteString of(ByteString... parts) {
        Mac mac = copy();
        for (ByteString part : parts) {
            mac.update(part.asReadOnlyByteBuffer());
        }
        return UnsafeByteOperations.unsafeWrap(mac.doFinal());
    }

    /// Of the state after the key, so that none but the first pays for finding the algorithm and taking the key.
    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " cannot be copied", e);
        }
    }
}
