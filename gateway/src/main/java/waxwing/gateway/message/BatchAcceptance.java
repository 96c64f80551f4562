package waxwing.gateway.message;

/// What became of an attempt to have messages accepted together.
public sealed interface BatchAcceptance {
    /// What could be accepted is durable from now on.
    record Accepted(Batch batch) implements BatchAcceptance {}

    /// The same request was answered before; this is what it made. Nothing was sent again.
    record Repeated(Batch batch) implements BatchAcceptance {}

    /// The idempotency key stands for another request of the last 24 hours.
    record KeyReused() implements BatchAcceptance {}

    /// A request with the same idempotency key is being worked on at this moment.
    record InProgress() implements BatchAcceptance {}

    /// Too many messages wait for the relay; nothing was stored, and the key is free.
    record QueueFull() implements BatchAcceptance {}

    /// More of its messages are to go out at once than ever may wait for the relay; nothing was stored, and the key is
    /// free.
    ///
    /// @param most how many may
    record TooMany(int messages, int most) implements BatchAcceptance {}
}
