package waxwing.cli.command;

import java.util.List;
import picocli.CommandLine;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.client.Client;
import waxwing.client.messages.Conversation;
import waxwing.client.messages.StoredMessage;

/// `chats`: one line a conversation, the latest first.
@CommandLine.Command(name = "chats", description = "List conversations, the latest first.")
final class ChatsCommand implements Command.OnAccount {
    private static final int NAME_WIDTH = 24;
    private static final int TEXT_WIDTH = 60;

    @Override
    public void run(Call call, Client client) {
        List<Conversation> conversations = client.history().conversations();
        for (Conversation conversation : conversations) {
            call.output().answer(json(call, conversation), line(call, conversation));
        }
        if (conversations.isEmpty()) {
            call.output().note(SafeText.of("No conversations yet. Start one: waxwing send NUMBER -m TEXT"));
        }
    }

    private static Json json(Call call, Conversation conversation) {
        return Json.answer()
                .put("with", ContactView.json(conversation.with()))
                .put("unread", conversation.unread())
                .put("last", call.messages().preview(conversation.last()));
    }

    private static SafeText line(Call call, Conversation conversation) {
        StoredMessage last = conversation.last();
        SafeText unread = conversation.unread() == 0 ? SafeText.EMPTY : SafeText.of("{} new", conversation.unread());
        SafeText own = last.direction() == StoredMessage.Direction.SENT ? SafeText.of("you: ") : SafeText.EMPTY;
        return SafeText.of(
                "{} {} {} {}{}",
                ContactView.name(conversation.with()).cut(NAME_WIDTH).padded(NAME_WIDTH),
                unread.padded(6),
                call.messages().time(last.at()).padded(16),
                own,
                call.messages().summary(last, TEXT_WIDTH));
    }
}
