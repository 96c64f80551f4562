package waxwing.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.Asking;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.KnownCards;
import waxwing.cli.view.MessageView;
import waxwing.cli.view.Outcomes;
import waxwing.client.Client;
import waxwing.client.content.ContentPolicy;
import waxwing.client.content.Violation;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.StoredMessage;
import waxwing.model.MessageId;

/// `business act MESSAGE WHAT`: asks a business what one of its cards offers.
@CommandLine.Command(
        name = "act",
        description =
                "Ask a business what one of its cards offers: confirm, change or cancel a reservation, say what to do with"
                        + " a delivery, dispute a receipt.")
final class ActCommand implements Command.OnAccount {
    @Parameters(index = "0", paramLabel = "MESSAGE", description = "the card's message id, as history --json tells it")
    private String message = "";

    @Parameters(index = "1", paramLabel = "WHAT", description = "confirm, change, cancel, instruct or dispute")
    private Asking asking = Asking.CONFIRM;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "what to tell the business with it; needed to change, instruct and dispute")
    private String text = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "how long to wait for the relay (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Override
    public void check(Call call) {
        MessageId.parse(message);
        if (asking.needsText() && text.isBlank()) {
            throw usage(SafeText.of("{} needs words (expected: -m TEXT, for the business)", asking.word()));
        }
    }

    @Override
    public void run(Call call, Client client) throws InterruptedException {
        StoredMessage card = KnownCards.named(client, MessageId.parse(message));
        requireNewest(card, KnownCards.newest(client, card));
        requireOffered(card);
        MessageBody.CardAction action = MessageBody.CardAction.about(card, asking.type(), text);
        requireWellFormed(action, card);
        MessageId id = new MessageId(call.invocation().id());
        client.send(id, new Recipient.Known(card.with()), action);
        client.connect();
        String who = card.with().displayName();
        StoredMessage sent =
                Outcomes.reached(client.await(id, MessageState.ACCEPTED, timeout), who, MessageState.ACCEPTED);
        call.output()
                .answer(
                        MessageView.asSendTellsIt(sent),
                        SafeText.of("{} {}", sent.state().code(), sent.id()));
    }

    private void requireNewest(StoredMessage card, StoredMessage newest) {
        if (!newest.id().equals(card.id())) {
            throw new CommandFailure(
                            ErrorCode.NOT_PERMITTED,
                            SafeText.of("the card of message {} was updated by message {}", card.id(), newest.id()))
                    .withHint(SafeText.of("read it, then: waxwing business act {} {}", newest.id(), asking.word()));
        }
    }

    private void requireOffered(StoredMessage card) {
        List<Asking> offered = Asking.offered(card);
        if (offered.contains(asking)) {
            return;
        }
        SafeText kind = SafeText.line(card.body().kind().name().toLowerCase(Locale.ROOT));
        SafeText expected = offered.isEmpty()
                ? SafeText.of("it offers nothing")
                : SafeText.of(
                        "expected: {}",
                        SafeText.joined(
                                " or ",
                                offered.stream()
                                        .map(one -> SafeText.line(one.word()))
                                        .toList()));
        throw new CommandFailure(
                        ErrorCode.NOT_PERMITTED,
                        SafeText.of("this {} does not offer {} ({})", kind, asking.word(), expected))
                .withHint(SafeText.of("waxwing send {} -m TEXT", ContactView.word(card.with())));
    }

    private static void requireWellFormed(MessageBody.CardAction action, StoredMessage card) {
        List<Violation> violations =
                ContentPolicy.check(action.action(), card.body().toContent());
        if (!violations.isEmpty()) {
            throw usage(SafeText.of("the text {}", violations.getFirst().message()));
        }
    }

    private static CommandFailure usage(SafeText words) {
        return new CommandFailure(ErrorCode.USAGE, words).withHint(SafeText.of("waxwing business act --help"));
    }
}
