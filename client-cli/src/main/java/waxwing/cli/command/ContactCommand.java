package waxwing.cli.command;

import java.util.ArrayList;
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
import waxwing.crypto.SafetyNumber;
import waxwing.model.PhoneNumber;

/// `contact list|add|rename|show`.
@CommandLine.Command(
        name = "contact",
        description = "Keep the people that you know.",
        subcommands = {
            ContactCommand.ListAll.class,
            ContactCommand.Add.class,
            ContactCommand.Rename.class,
            ContactCommand.Show.class
        })
final class ContactCommand {
    private static final int LONGEST_NAME = 80;

    private ContactCommand() {}

    private static String alias(String name) {
        String alias = SafeText.name(name).toString();
        if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            throw new CommandFailure(
                    ErrorCode.USAGE, SafeText.of("a name of 1..{} characters is expected", LONGEST_NAME));
        }
        return alias;
    }

    @CommandLine.Command(name = "list", description = "List everybody that you know.")
    static final class ListAll implements Command.OnAccount {
        @Override
        public void run(Call call, Client client) {
            client.contacts()
                    .all()
                    .forEach(contact -> call.output()
                            .answer(
                                    ContactView.json(contact),
                                    ContactView.full(contact).plus(standing(contact))));
        }
    }

    private static SafeText standing(Contact contact) {
        return switch (contact.standing()) {
            case OPEN -> SafeText.EMPTY;
            case IDENTITY_CHANGED -> SafeText.of("  [identity changed]");
            case BLOCKED -> SafeText.of("  [blocked]");
        };
    }

    @CommandLine.Command(name = "add", description = "Give a number a name.")
    static final class Add implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "NUMBER", description = "such as +12025550101")
        private String number = "";

        @Option(names = "--name", paramLabel = "NAME", description = "what you call it")
        private @Nullable String name;

        @Override
        public void run(Call call, Client client) {
            Contact contact = client.contacts()
                    .add(PhoneNumber.parse(number), Optional.ofNullable(name).map(ContactCommand::alias));
            call.output().answer(ContactView.json(contact), ContactView.full(contact));
        }
    }

    @CommandLine.Command(name = "rename", description = "Give a contact another name.")
    static final class Rename implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = "a contact's name or number")
        private String who = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "what you call it from now on")
        private String name = "";

        @Override
        public void run(Call call, Client client) {
            Contact contact = client.contacts().rename(People.known(client, who), alias(name));
            call.output().answer(ContactView.json(contact), ContactView.full(contact));
        }
    }

    @CommandLine.Command(name = "show", description = "Show what you know about a contact.")
    static final class Show implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "WHO", description = "a contact's name or number")
        private String who = "";

        @Override
        public void run(Call call, Client client) {
            Contact contact = People.known(client, who);
            Optional<SafetyNumber> digits = client.identities().safetyNumber(contact);
            List<SafeText> lines = new ArrayList<>();
            lines.add(ContactView.full(contact).plus(standing(contact)));
            contact.account().ifPresent(account -> lines.add(SafeText.of("  account        {}", account)));
            digits.ifPresent(number -> lines.add(SafeText.of("  safety number  {}", VerifyCommand.grouped(number))));
            call.output()
                    .answer(ContactView.json(contact).put("safety_number", digits.map(SafetyNumber::digits)), lines);
        }
    }
}
