package waxwing.cli.command;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.MessageView;
import waxwing.cli.view.Outcomes;
import waxwing.cli.view.People;
import waxwing.client.Client;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.StoredMessage;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// `send TO -m TEXT`: makes a text durable here, and waits until it is as far as the person wants.
@CommandLine.Command(name = "send", description = "Send a message.")
final class SendCommand implements Command.OnAccount {
    private static final int LARGEST_TEXT = 32 * 1024;
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);
    private static final String INPUT = "-";

    @Parameters(index = "0", paramLabel = "TO", description = "a contact's name, or a number such as +12025550101")
    private String to = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "INPUT",
            description = "- reads the text from the standard input")
    private @Nullable String input;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "the text; - reads it from the standard input")
    private @Nullable String text;

    @Option(names = "--wait", paramLabel = "STATE", description = "relay, delivered or read (default: relay)")
    private WaitFor waitFor = WaitFor.RELAY;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "how long to wait (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--reply", paramLabel = "ID", description = "the message that this one answers")
    private @Nullable String reply;

    @Option(
            names = "--expire",
            paramLabel = "TIME",
            converter = ShortDuration.class,
            description = "when it is not delivered by then, it never is: 1s to 30d")
    private @Nullable Duration expire;

    /// How far a message has to get for the command to succeed.
    enum WaitFor {
        RELAY(MessageState.ACCEPTED),
        DELIVERED(MessageState.DELIVERED),
        READ(MessageState.READ);

        private final MessageState state;

        WaitFor(MessageState state) {
            this.state = state;
        }
    }

    @Override
    public void check(Call call) {
        if (to.startsWith("+")) {
            PhoneNumber.parse(to);
        }
        if (input != null && !INPUT.equals(input)) {
            throw usage(SafeText.of("unexpected word after {} (expected: -m TEXT, or - to read the text)", to));
        }
        if (text == null && input == null) {
            throw usage(SafeText.of("no text (expected: -m TEXT, or - to read it from the standard input)"));
        }
        if (expire != null && (expire.toSeconds() < 1 || expire.compareTo(LONGEST_LIFE) > 0)) {
            throw usage(SafeText.of("--expire: not a message's life (expected: 1s to {}d)", LONGEST_LIFE.toDays()));
        }
        if (!isFromInput()) {
            requireSendable(Objects.requireNonNull(text));
        }
    }

    private boolean isFromInput() {
        return INPUT.equals(text) || INPUT.equals(input);
    }

    @Override
    public void run(Call call, Client client) throws InterruptedException {
        String words = isFromInput() ? requireSendable(read(call)) : Objects.requireNonNull(text);
        Recipient recipient = People.recipient(client, to);
        Optional<MessageId> replyTo = Optional.ofNullable(reply).map(MessageId::parse);
        MessageId id = new MessageId(call.invocation().id());
        MessageBody body = new MessageBody.Text(words, replyTo);
        if (expire == null) {
            client.send(id, recipient, body);
        } else {
            client.send(
                    id, recipient, body, call.environment().clock().instant().plus(expire));
        }
        client.connect();
        StoredMessage message = Outcomes.reached(client.await(id, waitFor.state, timeout), to, waitFor.state);
        call.output()
                .answer(
                        MessageView.asSendTellsIt(message),
                        SafeText.of("{} {}", message.state().code(), message.id()));
    }

    private static String requireSendable(String words) {
        if (words.isBlank()) {
            throw usage(SafeText.of("the text is empty"));
        }
        int size = words.getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST_TEXT) {
            throw tooLarge(Integer.toString(size));
        }
        return words;
    }

    private static String read(Call call) {
        byte[] bytes = call.io().readAll(LARGEST_TEXT + 1);
        if (bytes.length > LARGEST_TEXT + 1) {
            throw tooLarge("more");
        }
        try {
            String words = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return words.endsWith("\n") ? words.substring(0, words.length() - 1) : words;
        } catch (CharacterCodingException _) {
            throw usage(SafeText.of("the standard input is not UTF-8 text"));
        }
    }

    private static CommandFailure usage(SafeText words) {
        return new CommandFailure(ErrorCode.USAGE, words).withHint(SafeText.of("waxwing send --help"));
    }

    private static CommandFailure tooLarge(String size) {
        return new CommandFailure(
                ErrorCode.MESSAGE_TOO_LARGE,
                SafeText.of("the text has {} bytes (expected: at most {}, counted in UTF-8)", size, LARGEST_TEXT));
    }
}
