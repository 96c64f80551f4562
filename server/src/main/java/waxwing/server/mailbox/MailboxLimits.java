package waxwing.server.mailbox;

import java.time.Duration;

/// Bounds of the mailboxes.
///
/// @param entries that one queue may hold
/// @param bytes that one queue may hold
/// @param backlog deposits that may wait for the disk at a time
/// @param backlogBytes of deposits that may be unsettled at a time; the last one taken on may exceed it
/// @param submitMemory how long an accepted submit is remembered
/// @param wipedMemory how long a queue is known to be wiped: longer than any call lasts, so that none that was let in
///     before can make it anew
public record MailboxLimits(
        int entries, long bytes, int backlog, long backlogBytes, Duration submitMemory, Duration wipedMemory) {
    public static final MailboxLimits DEFAULT =
            new MailboxLimits(10_000, 64L << 20, 65_536, 256L << 20, Duration.ofHours(25), Duration.ofHours(13));

    /// Of a queue of what is held: a tenth of the entries and a quarter of the bytes.
    MailboxLimits ofHeld() {
        return new MailboxLimits(
                Math.max(1, entries / 10), Math.max(1, bytes / 4), backlog, backlogBytes, submitMemory, wipedMemory);
    }
}
