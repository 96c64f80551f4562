package waxwing.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.Outcomes;
import waxwing.cli.view.People;
import waxwing.client.Client;
import waxwing.client.people.Contact;

/// `block WHO`: nothing of a person or business arrives any more, and nobody is told.
@CommandLine.Command(name = "block", description = "Let nothing of a person or business through. They are not told.")
final class BlockCommand implements Command.OnAccount {
    @Parameters(
            index = "0",
            paramLabel = "WHO",
            description = "a contact's or business's name, a number, or a message of theirs")
    private String who = "";

    @Override
    public void run(Call call, Client client) {
        Contact contact = People.contact(client, who);
        Outcomes.changed(client.blocks().block(contact), who);
        call.output()
                .answer(
                        ContactView.json(contact).put("standing", "blocked"),
                        SafeText.of("{} is blocked, and is not told.", ContactView.name(contact)));
    }
}
