package waxwing.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.MessageView;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.model.MessageId;

/// `status ID`: what became of an own message, step by step.
@CommandLine.Command(name = "status", description = "Show what became of a message that you sent.")
final class StatusCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "ID", description = "as `send` printed it")
    private String id = "";

    @Override
    public void run(Call call, Client client) {
        MessageId messageId = MessageId.parse(id);
        StoredMessage message = client.history()
                .sent(messageId)
                .orElseThrow(() -> new CommandFailure(
                        ErrorCode.NOT_FOUND, SafeText.of("you sent no message with the id {}", messageId)));
        List<StoredMessage.Progress> steps = client.history().timeline(messageId);
        List<SafeText> lines = new ArrayList<>();
        lines.add(SafeText.of("to {}: {}", ContactView.name(message.with()), MessageView.state(message.progress())));
        steps.forEach(
                step -> lines.add(SafeText.of("  {} {}", call.messages().time(step.since()), MessageView.state(step))));
        call.output()
                .answer(
                        MessageView.sent(message)
                                .put(
                                        "timeline",
                                        steps.stream().map(StatusCommand::json).toList()),
                        lines);
    }

    private static Json json(StoredMessage.Progress step) {
        return Json.object()
                .put("state", step.state().code())
                .put("at", MessageView.rfc3339(step.since()))
                .putIfPresent("reason", step.reason().map(reason -> reason.code()));
    }
}
