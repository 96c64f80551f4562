package waxwing.server.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Commitments;

/// The relay's tags on envelopes: HMAC-SHA-256 under a key that only the relay has, over everything that a
/// report has to prove later. The relay recognises its tag and stores nothing.
public final class RelayTags {
    /// Bytes that the key needs.
    public static final int KEY_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] DOMAIN = "waxwing-relay-tag-v1\0".getBytes(StandardCharsets.US_ASCII);

    private final Mac keyed;

    /// @param key 32 secret bytes, the same after each start
    public RelayTags(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "relay tag key: " + key.length + " bytes (expected: " + KEY_LENGTH + ")");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }

    /// What a tag says.
    public record Statement(
            AccountId sender, DeviceId device, AccountId recipient, SubmitId submit, long acceptedAtMillis) {}

    public ByteString tag(Statement statement, Commitments commitments) {
        ByteBuffer fixed = ByteBuffer.allocate(16 + 4 + 16 + 16 + 8)
                .put(statement.sender().toBytes())
                .putInt(statement.device().value())
                .put(statement.recipient().toBytes())
                .put(statement.submit().toBytes())
                .putLong(statement.acceptedAtMillis())
                .flip();
        Mac mac = copy();
        mac.update(DOMAIN);
        mac.update(fixed);
        mac.update(commitments.getHeader().asReadOnlyByteBuffer());
        mac.update(commitments.getBody().asReadOnlyByteBuffer());
        return UnsafeByteOperations.unsafeWrap(mac.doFinal());
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(ALGORITHM + " cannot be copied", e);
        }
    }
}
