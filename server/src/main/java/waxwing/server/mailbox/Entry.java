package waxwing.server.mailbox;

/// One thing that waits in a queue, until it is acknowledged or its time is over.
///
/// @param expiresAtMillis Unix milliseconds from which on it is not delivered any more
public record Entry(EntryContent content, long expiresAtMillis) {
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
