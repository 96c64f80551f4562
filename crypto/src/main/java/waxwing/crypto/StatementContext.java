package waxwing.crypto;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/// What a signature by an identity key is for. Its bytes stand before what is signed, so that a signature made for one
/// purpose is worth nothing for another; no statement of libsignal's own (a prekey: 33 or 1,569 bytes that begin with
/// a key's type) begins like that.
public enum StatementContext {
    /// A business's receipt.
    RECEIPT("waxwing-receipt-v1\0");

    private final ByteString prefix;

    StatementContext(String prefix) {
        this.prefix = ByteString.copyFrom(prefix, StandardCharsets.US_ASCII);
    }

    byte[] before(ByteString statement) {
        return prefix.concat(statement).toByteArray();
    }
}
