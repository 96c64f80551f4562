package waxwing.cli.view;

import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.client.report.Proof;
import waxwing.client.report.ReportOutcome;
import waxwing.model.MessageId;

/// Reports of received messages, in words.
public final class Reporting {
    private Reporting() {}

    /// The message that is meant.
    public static StoredMessage named(Client client, MessageId id) {
        return client.history()
                .find(id)
                .orElseThrow(() -> new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("no message is called {}", id))
                        .withHint(SafeText.of("waxwing history WITH --json tells the ids")));
    }

    /// Reports it.
    ///
    /// @return what to tell the person
    /// @throws CommandFailure unless the relay counts it, or did before
    public static SafeText report(Client client, StoredMessage message, Proof proof) {
        SafeText name = ContactView.name(message.with());
        return switch (client.reports().report(message, proof)) {
            case ReportOutcome.Counted _ ->
                SafeText.of("Reported: {}. {} is not told who reported.", shown(proof), name);
            case ReportOutcome.AlreadyReported _ -> SafeText.of("Reported before; it counts once.");
            case ReportOutcome.OwnMessage _ ->
                throw new CommandFailure(ErrorCode.NOT_PERMITTED, SafeText.of("you sent message {}", message.id()));
            case ReportOutcome.NoLabel _ ->
                throw new CommandFailure(
                                ErrorCode.NOT_PERMITTED,
                                SafeText.of("a person's message has no label to show (expected: --content or nothing)"))
                        .withHint(SafeText.of("waxwing report {} --content", message.id()));
            case ReportOutcome.NoEvidence _ ->
                throw new CommandFailure(
                                ErrorCode.NOT_PERMITTED,
                                SafeText.of("message {} can't be reported any more: that takes 60 days", message.id()))
                        .withHint(SafeText.of("waxwing block {}", ContactView.word(message.with())));
            case ReportOutcome.NotRecognised _ ->
                throw new CommandFailure(
                                ErrorCode.NOT_PERMITTED,
                                SafeText.of(
                                        "the relay does not recognise message {} as one it delivered", message.id()))
                        .withHint(SafeText.of("waxwing block {}", ContactView.word(message.with())));
            case ReportOutcome.RateLimited(var retryAfter) ->
                throw new CommandFailure(
                                ErrorCode.RATE_LIMITED,
                                SafeText.of("the relay asks for a pause of {}", Outcomes.shown(retryAfter)))
                        .withRetryAfter(retryAfter);
        };
    }

    private static SafeText shown(Proof proof) {
        return switch (proof) {
            case COUNT -> SafeText.of("counted, and nothing of the message was shown");
            case LABEL -> SafeText.of("the relay was shown what the message says that it is, and not its content");
            case CONTENT -> SafeText.of("the relay's operator was shown the message");
        };
    }
}
