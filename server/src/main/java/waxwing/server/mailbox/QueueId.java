package waxwing.server.mailbox;

/// The name of one device's queue, from its registration to its end. Never reused.
public record QueueId(long value) {}
