package waxwing.cli.command;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.People;
import waxwing.cli.view.Reporting;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.client.report.Proof;
import waxwing.model.MessageId;

/// `report MESSAGE`: tells the relay's operator that a message was unwanted, and shows as much of it as
/// the person chooses.
@CommandLine.Command(
        name = "report",
        description = "Report a message to the relay's operator. Without an option it is counted and nothing is shown.")
final class ReportCommand implements Command.OnAccount {
    static final String MESSAGE = "the message's id, as history --json tells it";
    static final String FROM = "whose message, if two senders gave theirs the same id";
    static final String CONTENT = "show the operator the whole message, provably";

    @Parameters(index = "0", paramLabel = "MESSAGE", description = MESSAGE)
    private String message = "";

    @Option(names = "--content", description = CONTENT)
    private boolean content;

    @Option(names = "--from", paramLabel = "WHO", description = FROM)
    private @Nullable String from;

    @Override
    public void check(Call call) {
        MessageId.parse(message);
    }

    @Override
    public void run(Call call, Client client) {
        StoredMessage reported = named(client, message, from);
        tell(call, client, reported, content ? Proof.CONTENT : Proof.COUNT);
    }

    private static StoredMessage named(Client client, String message, @Nullable String from) {
        return Reporting.named(
                client, MessageId.parse(message), Optional.ofNullable(from).map(who -> People.known(client, who)));
    }

    private static void tell(Call call, Client client, StoredMessage reported, Proof proof) {
        SafeText words = Reporting.report(client, call.messages(), reported, proof);
        call.output()
                .answer(
                        Json.answer()
                                .put("message", reported.id().toString())
                                .put("reported", true)
                                .put(
                                        "shown",
                                        proof == Proof.COUNT
                                                ? "nothing"
                                                : proof.name().toLowerCase(Locale.ROOT)),
                        words);
    }

    /// `business report MESSAGE`: also of the label alone.
    @CommandLine.Command(
            name = "report",
            description =
                    "Report a business's message to the relay's operator. Without an option it is counted and nothing is"
                            + " shown.")
    static final class OfBusiness implements Command.OnAccount {
        @Parameters(index = "0", paramLabel = "MESSAGE", description = MESSAGE)
        private String message = "";

        @Option(
                names = "--label",
                description = "show what the message says inside that it is, provably, and nothing of its content")
        private boolean label;

        @Option(names = "--content", description = CONTENT)
        private boolean content;

        @Option(names = "--from", paramLabel = "WHO", description = FROM)
        private @Nullable String from;

        @Override
        public void check(Call call) {
            MessageId.parse(message);
            if (label && content) {
                throw new CommandFailure(
                        ErrorCode.USAGE,
                        SafeText.of("--label and --content (expected: one of them; --content shows the label too)"));
            }
        }

        @Override
        public void run(Call call, Client client) {
            StoredMessage reported = named(client, message, from);
            if (!reported.with().isBusiness()) {
                throw new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("message {} is not a business's", message))
                        .withHint(SafeText.of("waxwing report {}", message));
            }
            tell(call, client, reported, content ? Proof.CONTENT : label ? Proof.LABEL : Proof.COUNT);
        }
    }
}
