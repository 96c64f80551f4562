package waxwing.gateway.message;

/// What became of an attempt to have a message accepted.
public sealed interface Acceptance {
    /// Durable from now on.
    record Accepted(Message message) implements Acceptance {}

    /// The same request was accepted before; this is that message. Nothing was sent again.
    record Repeated(Message message) implements Acceptance {}

    /// The idempotency key stands for another request of the last 24 hours.
    record KeyReused() implements Acceptance {}

    /// The caller's message id stands for another message.
    record MessageIdReused() implements Acceptance {}

    /// A request with the same idempotency key is being worked on at this moment.
    record InProgress() implements Acceptance {}

    /// Too many messages wait for the relay; nothing was stored, and the key is free.
    record QueueFull() implements Acceptance {}
}
