package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waxwing.model.MalformedValueException;

/// A hiding and binding commitment to some bytes (message franking): HMAC-SHA-256 under a fresh 32-byte
/// opening. It stands outside the encryption and says nothing; with the opening, which is inside, anybody can
/// check that exactly these bytes were meant. Binding because HMAC-SHA-256 with a fixed-length key is
/// collision-resistant in key and message.
///
/// @param value 32 bytes, for the envelope
/// @param opening 32 bytes, for the inside of the encryption
public record Commitment(ByteString value, ByteString opening) {
    public static final int SIZE = 32;
    private static final String HMAC = "HmacSHA256";

    public Commitment {
        requireSize("commitment", value);
        requireSize("opening", opening);
    }

    /// Commits to `bytes` with a fresh opening.
    public static Commitment to(ByteString bytes, SecureRandom random) {
        byte[] key = new byte[SIZE];
        random.nextBytes(key);
        ByteString opening = ByteString.copyFrom(key);
        return new Commitment(hmac(opening, bytes), opening);
    }

    /// Whether `value` is the commitment to exactly `bytes` that `opening` opens. Takes any sizes and compares in
    /// constant time.
    public static boolean opens(ByteString value, ByteString opening, ByteString bytes) {
        return value.size() == SIZE
                && opening.size() == SIZE
                && MessageDigest.isEqual(
                        value.toByteArray(), hmac(opening, bytes).toByteArray());
    }

    private static ByteString hmac(ByteString opening, ByteString bytes) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(opening.toByteArray(), HMAC));
            mac.update(bytes.asReadOnlyByteBuffer());
            return ByteString.copyFrom(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    private static void requireSize(String what, ByteString bytes) {
        if (bytes.size() != SIZE) {
            throw new MalformedValueException(what + ": " + bytes.size() + " bytes (expected: " + SIZE + ")");
        }
    }

    /// Never prints the opening.
    @Override
    public String toString() {
        return "Commitment";
    }
}
