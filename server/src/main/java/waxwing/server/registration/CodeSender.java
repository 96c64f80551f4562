package waxwing.server.registration;

import waxwing.model.PhoneNumber;

/// The way a code takes to the person who has the number.
@FunctionalInterface
public interface CodeSender {
    /// Whether the code was handed on.
    enum Sent {
        HANDED_ON,
        NOT_SENT
    }

    /// Hands the code on. May block for as long as a mail server takes; doesn't throw for what is the other
    /// side's fault.
    Sent send(PhoneNumber number, Code code);
}
