package waxwing.cli.view;

import java.util.List;
import java.util.Optional;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.client.report.Proof;
import waxwing.client.report.ReportOutcome;
import waxwing.model.MessageId;

/// Reports of received messages, in words.
public final class Reporting {
    private static final int QUOTED = 40;

    private Reporting() {}

    /// The message that is meant: a received one, also if an own one has the same id.
    ///
    /// @param from whose message; needed only if two senders used the id
    public static StoredMessage named(Client client, MessageId id, Optional<Contact> from) {
        List<StoredMessage> received = client.history().received(id).stream()
                .filter(message ->
                        from.isEmpty() || message.with().id().equals(from.get().id()))
                .toList();
        if (received.size() > 1) {
            throw new CommandFailure(
                            ErrorCode.AMBIGUOUS,
                            SafeText.of("message {} came from more than one: {}", id, People.senders(received)))
                    .withHint(SafeText.of("the same command with --from and one of them"));
        }
        return received.stream().findFirst().orElseThrow(() -> notReceived(client, id));
    }

    private static CommandFailure notReceived(Client client, MessageId id) {
        return client.history().sent(id).isPresent()
                ? own(id)
                : new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("no message that came is called {}", id))
                        .withHint(SafeText.of("waxwing history WITH --json tells the ids"));
    }

    private static CommandFailure own(MessageId id) {
        return new CommandFailure(ErrorCode.NOT_PERMITTED, SafeText.of("you sent message {}", id));
    }

    /// Reports it.
    ///
    /// @return what to tell the person, with the message in it: what was shown can't be taken back
    /// @throws CommandFailure unless the relay counts it, or did before
    public static SafeText report(Client client, MessageView messages, StoredMessage message, Proof proof) {
        SafeText name = ContactView.name(message.with());
        SafeText quoted = messages.summary(message, QUOTED);
        return switch (client.reports().report(message, proof)) {
            case ReportOutcome.Counted _ ->
                SafeText.of(
                        "Reported \"{}\" of {}: {}. {} is not told who reported.",
                        quoted,
                        messages.time(message.at()),
                        shown(proof),
                        name);
            case ReportOutcome.AlreadyReported _ -> SafeText.of("\"{}\" was reported before; it counts once.", quoted);
            case ReportOutcome.OwnMessage _ -> throw own(message.id());
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
