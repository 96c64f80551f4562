package waxwing.server.mailbox;

/// An entry with its place in the queue.
///
/// @param sequence positive; grows along the queue and is never used twice
public record SequencedEntry(long sequence, Entry entry) {}
