package waxwing.server.mailbox;

/// How much waits in a queue.
public record QueueUsage(int entries, long bytes) {}
