package waxwing.server.mailbox;

/// An entry whose time is over.
///
/// @param size bytes that it counted
public record ExpiredEntry(QueueId queue, long sequence, int size) {}
