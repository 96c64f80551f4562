package waxwing.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.chat.ChatLines;
import waxwing.cli.chat.EditedLines;
import waxwing.cli.chat.LineChat;
import waxwing.cli.chat.PlainLines;
import waxwing.client.Client;

/// `chat WITH`: messages both ways, line by line; with a line editor on a terminal, without one for `--plain`.
@CommandLine.Command(
        name = "chat",
        description = "Talk with somebody, line by line. /help lists what else can be typed.")
final class ChatCommand implements Command.OnAccount {
    @Parameters(index = "0", arity = "0..1", paramLabel = "WITH", description = "a contact's name or number")
    private @Nullable String with;

    @Override
    public void run(Call call, Client client) throws InterruptedException {
        try (ChatLines lines = lines(call)) {
            new LineChat(client, lines, call.messages(), call.events()).run(Optional.ofNullable(with));
        }
    }

    private static ChatLines lines(Call call) {
        boolean editable = call.place() == Call.Place.HERE
                && call.invocation().terminals().input()
                && call.invocation().terminals().output()
                && !"dumb".equals(call.invocation().variables().get("TERM"));
        if (!editable || call.options().plain()) {
            return new PlainLines(call.io());
        }
        try {
            return EditedLines.onThisTerminal(call.options().colorful(call.invocation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
