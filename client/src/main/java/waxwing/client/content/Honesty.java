package waxwing.client.content;

/// Whether a business's message is what it says.
public sealed interface Honesty {
    /// It is what its label says, and keeps the rules of that kind.
    record AsLabelled() implements Honesty {}

    /// It can be read, and isn't what its label says.
    record Mislabelled(Mislabel how) implements Honesty {}

    /// It is nothing that a business sends, or a card that can't be drawn: a sum that is off, a field
    /// that is missing, a date that is none.
    record Malformed() implements Honesty {}
}
