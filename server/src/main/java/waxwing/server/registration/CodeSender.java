package waxwing.server.registration;

import waxwing.model.PhoneNumber;

/// The way a code takes to the person who has the number, or who reads the mail of a domain.
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

    /// As [#send(PhoneNumber, Code)], for a code that proves a domain. Sends nothing where there is no
    /// mail.
    default Sent send(DomainContact contact, Code code) {
        return Sent.NOT_SENT;
    }
}
