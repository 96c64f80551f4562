package waxwing.server.report;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import javax.crypto.spec.SecretKeySpec;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Commitments;
import waxwing.relay.v1.MessageKind;
import waxwing.server.secrets.KeyedHash;

/// The relay's tags on envelopes: HMAC-SHA-256 under a key that only the relay has, over everything that a
/// report has to prove later. The relay recognises its tag and stores nothing.
public final class RelayTags {
    /// Bytes that the key needs.
    public static final int KEY_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final ByteString DOMAIN = ByteString.copyFromUtf8("waxwing-relay-tag-v2\0");

    private final KeyedHash keyed;

    /// @param key 32 secret bytes, the same after each start
    public RelayTags(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "relay tag key: " + key.length + " bytes (expected: " + KEY_LENGTH + ")");
        }
        this.keyed = new KeyedHash(new SecretKeySpec(key, ALGORITHM));
    }

    /// What a tag says.
    ///
    /// @param label the outer one; unspecified for a person's message
    public record Statement(
            AccountId sender,
            DeviceId device,
            AccountId recipient,
            SubmitId submit,
            long acceptedAtMillis,
            MessageKind label) {}

    public ByteString tag(Statement statement, Commitments commitments) {
        ByteBuffer fixed = ByteBuffer.allocate(16 + 4 + 16 + 16 + 8 + 4)
                .put(statement.sender().toBytes())
                .putInt(statement.device().value())
                .put(statement.recipient().toBytes())
                .put(statement.submit().toBytes())
                .putLong(statement.acceptedAtMillis())
                .putInt(statement.label().getNumber())
                .flip();
        return keyed.of(DOMAIN, UnsafeByteOperations.unsafeWrap(fixed), commitments.getHeader(), commitments.getBody());
    }

    /// Whether the tag is this relay's for exactly this. Compares in constant time.
    public boolean isMine(ByteString tag, Statement statement, Commitments commitments) {
        return MessageDigest.isEqual(
                tag.toByteArray(), tag(statement, commitments).toByteArray());
    }
}
