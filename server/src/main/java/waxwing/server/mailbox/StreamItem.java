package waxwing.server.mailbox;

/// What a stream of deliveries brings next.
public sealed interface StreamItem {
    record Deliver(SequencedEntry entry) implements StreamItem {}

    /// Everything that waited when the stream was opened is acknowledged. Comes once.
    record QueueEmpty() implements StreamItem {}
}
