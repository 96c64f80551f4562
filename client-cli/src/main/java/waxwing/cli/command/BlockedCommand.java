package waxwing.cli.command;

import java.util.List;
import picocli.CommandLine;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.client.Client;
import waxwing.client.people.Contact;

/// `blocked`: the one block list, people and businesses.
@CommandLine.Command(name = "blocked", description = "List the people and businesses that you blocked.")
final class BlockedCommand implements Command.OnAccount {
    @Override
    public void run(Call call, Client client) {
        List<Contact> blocked = client.blocks().all();
        blocked.forEach(contact -> call.output().answer(ContactView.json(contact), ContactView.full(contact)));
        if (blocked.isEmpty()) {
            call.output().note(SafeText.of("Nobody is blocked."));
        }
    }
}
