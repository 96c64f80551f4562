package waxwing.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;

/// `ack CURSOR`: says that everything up to there is dealt with. Never goes back.
@CommandLine.Command(name = "ack", description = "Say that everything up to a cursor is dealt with.")
final class AckCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "CURSOR", description = "as `receive --json` printed it")
    private long cursor;

    @Override
    public void run(Call call, Client client) {
        if (cursor < 0) {
            throw new CommandFailure(
                    ErrorCode.USAGE, SafeText.of("cursor: {} (expected: one that `receive --json` printed)", cursor));
        }
        if (cursor > client.events().acknowledged()) {
            boolean exists = !client.events().after(cursor - 1, 1).isEmpty();
            if (!exists) {
                throw new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("no event has cursor {} yet", cursor));
            }
            client.events().acknowledge(cursor);
        }
        long acknowledged = client.events().acknowledged();
        call.output()
                .answer(Json.answer().put("cursor", acknowledged), SafeText.of("acknowledged up to {}", acknowledged));
    }
}
