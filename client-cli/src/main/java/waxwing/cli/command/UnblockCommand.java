package waxwing.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.Outcomes;
import waxwing.cli.view.People;
import waxwing.client.Client;
import waxwing.client.people.Contact;

/// `unblock WHO`: lets somebody through again from now on; what came in between is gone.
@CommandLine.Command(name = "unblock", description = "Let a blocked person or business through again.")
final class UnblockCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "WHO", description = "a contact's or business's name, or a number")
    private String who = "";

    @Override
    public void run(Call call, Client client) {
        Contact contact = People.known(client, who);
        Outcomes.changed(client.blocks().unblock(contact), who);
        call.output()
                .answer(
                        ContactView.json(contact).put("standing", "open"),
                        SafeText.of("{} is not blocked.", ContactView.name(contact)));
    }
}
