package waxwing.gateway.message;

/// What became of an attempt to take a message back.
public sealed interface Cancellation {
    /// Nothing of it has left this machine, and nothing will.
    record Canceled(Message message) implements Cancellation {}

    /// It is on its way, or its end is known.
    record TooLate(Message message) implements Cancellation {}

    /// No such message was ever accepted.
    record Unknown() implements Cancellation {}
}
