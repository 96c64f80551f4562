package waxwing.cli.command;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.People;
import waxwing.client.Client;
import waxwing.client.people.Contact;
import waxwing.client.people.Contact.Standing;
import waxwing.crypto.SafetyNumber;

/// `verify WHO`: the safety number to compare, and with `--reset` the word that a changed key is accepted.
@CommandLine.Command(name = "verify", description = "Make sure that nobody stands between you and a contact.")
final class VerifyCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "WHO", description = "a contact's name or number")
    private String who = "";

    @Option(names = "--number", paramLabel = "60-DIGITS", description = "compare with the number that the contact sees")
    private @Nullable String digits;

    @Option(names = "--reset", description = "accept the contact's new identity key and send again")
    private boolean reset;

    @Override
    public void run(Call call, Client client) {
        Contact contact = People.known(client, who);
        Optional<SafetyNumber> number = client.identities().safetyNumber(contact);
        if (digits != null) {
            compare(digits, number);
        }
        boolean changed = contact.standing() == Standing.IDENTITY_CHANGED;
        if (reset) {
            client.identities().accept(contact);
        }
        String state = changed && !reset ? "changed" : digits != null ? "matches" : "unchanged";
        call.output()
                .answer(
                        ContactView.json(contact)
                                .put("safety_number", number.map(SafetyNumber::digits))
                                .put("identity", reset && changed ? "accepted" : state),
                        lines(contact, number, changed));
    }

    private void compare(String typed, Optional<SafetyNumber> number) {
        String plain = typed.replaceAll("[\\s-]", "");
        if (!plain.matches("[0-9]{60}")) {
            throw new CommandFailure(
                    ErrorCode.USAGE, SafeText.of("--number has to be the 60 digits that {} sees", who));
        }
        if (!number.map(own -> own.matches(plain)).orElse(false)) {
            throw new CommandFailure(
                            ErrorCode.IDENTITY_CHANGED,
                            SafeText.of("the number differs from yours: somebody may be between you and {}", who))
                    .withHint(SafeText.of("compare again in person before you write anything that matters"));
        }
    }

    private List<SafeText> lines(Contact contact, Optional<SafetyNumber> number, boolean changed) {
        SafeText name = ContactView.name(contact);
        SafeText digitsLine = number.map(text -> SafeText.of("  {}", grouped(text)))
                .orElse(SafeText.of("  (known after the first message)"));
        if (reset) {
            return List.of(SafeText.of(
                    "{}",
                    changed
                            ? SafeText.of("The new identity key of {} is accepted; messages flow again.", name)
                            : SafeText.of("The identity key of {} had not changed.", name)));
        }
        if (digits != null) {
            return List.of(SafeText.of("It matches: nobody stands between you and {}.", name));
        }
        SafeText next = changed
                ? SafeText.of("Its identity key CHANGED. If they confirm it: waxwing verify {} --reset", who)
                : SafeText.of("Compare it with what {} sees, in person or on a call.", name);
        return List.of(SafeText.of("Safety number with {}:", name), digitsLine, next);
    }

    /// In groups of five, as people read it to each other.
    static SafeText grouped(SafetyNumber number) {
        return SafeText.line(String.join(" ", number.groups()));
    }
}
