package waxwing.server.mailbox;

import com.google.protobuf.ByteString;

/// One thing that waits in a queue, until it is acknowledged or its time is over.
///
/// @param expiresAtMillis Unix milliseconds from which on it is not delivered any more
public record Entry(EntryContent content, long expiresAtMillis) {
    /// As large, and nothing is in it.
    Entry blank() {
        return new Entry(new EntryContent.Message(ByteString.copyFrom(new byte[size()]), 0), expiresAtMillis);
    }

    /// Bytes that count against the mailbox's limit.
    public int size() {
        return switch (content) {
            case EntryContent.Message message -> message.envelope().size();
            case EntryContent.Held held ->
                EntryCodec.HELD_HEADER + held.message().envelope().size();
            case EntryContent.Status status -> status.status().getSerializedSize();
        };
    }
}
