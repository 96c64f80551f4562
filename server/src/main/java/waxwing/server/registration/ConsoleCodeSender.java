package waxwing.server.registration;

import java.io.PrintStream;
import waxwing.model.PhoneNumber;

/// Prints codes, each on a line of its own. For development: whoever sees the console has the codes.
public final class ConsoleCodeSender implements CodeSender {
    private final PrintStream console;

    public ConsoleCodeSender(PrintStream console) {
        this.console = console;
    }

    @Override
    public Sent send(PhoneNumber number, Code code) {
        console.println("verification code for " + number.e164() + ": " + code.digits());
        console.flush();
        return Sent.HANDED_ON;
    }

    @Override
    public Sent send(DomainContact contact, Code code) {
        console.println("domain code for " + contact.domain() + " (" + contact.address() + "): " + code.digits());
        console.flush();
        return Sent.HANDED_ON;
    }
}
