package waxwing.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.People;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;

/// `history WHO`: the last messages with somebody, oldest first; of a card only its latest revision.
@CommandLine.Command(name = "history", description = "Show the last messages with somebody, oldest first.")
final class HistoryCommand implements Command.OnAccount {
    private static final int MOST = 1_000_000;

    @Parameters(index = "0", paramLabel = "WITH", description = "a contact's name or number")
    private String with = "";

    @Option(names = "-n", paramLabel = "N", description = "how many (default: 50)")
    private int limit = 50;

    @Override
    public void run(Call call, Client client) {
        if (limit < 1 || limit > MOST) {
            throw new CommandFailure(ErrorCode.USAGE, SafeText.of("-n: {} (expected: 1..{})", limit, MOST));
        }
        Contact contact = People.known(client, with);
        List<StoredMessage> messages = client.history().with(contact, limit);
        messages.forEach(message -> call.output()
                .answer(call.messages().json(message), call.messages().lines(message)));
        if (messages.isEmpty()) {
            call.output().note(SafeText.of("Nothing said with {} yet.", ContactView.name(contact)));
        }
    }
}
