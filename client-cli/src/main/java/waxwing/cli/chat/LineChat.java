package waxwing.cli.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.cli.view.ContactView;
import waxwing.cli.view.EventView;
import waxwing.cli.view.Failures;
import waxwing.cli.view.MessageView;
import waxwing.cli.view.Outcomes;
import waxwing.cli.view.People;
import waxwing.cli.view.Reporting;
import waxwing.client.Client;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.StoredMessage;
import waxwing.client.messages.StoredMessage.Direction;
import waxwing.client.people.Choice.Means;
import waxwing.client.people.Contact;
import waxwing.client.report.Proof;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// One sitting of talking: what others write appears as it comes, what is typed goes to one conversation.
///
/// Whatever is shown counts as read, of every conversation. A mistake of the person or a refusal is a line,
/// never the end.
public final class LineChat {
    private static final int REMEMBERED = 10;
    private static final int REPORTABLE = 50;
    private static final int MOST_PENDING = 1_000;
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(10);

    private final Client client;
    private final ChatLines lines;
    private final MessageView messages;
    private final Incoming incoming;
    private final List<MessageId> sent = new CopyOnWriteArrayList<>();
    private @Nullable Recipient with;
    private SafeText name = SafeText.EMPTY;

    public LineChat(Client client, ChatLines lines, MessageView messages, EventView events) {
        this.client = client;
        this.lines = lines;
        this.messages = messages;
        this.incoming = new Incoming(client, lines, messages, events);
    }

    /// Until `/quit`, the input's end or an interrupt.
    ///
    /// @param who the conversation to begin with
    public void run(Optional<String> who) throws InterruptedException {
        client.connect();
        if (who.isPresent()) {
            turnTo(who.get());
        } else {
            conversations();
        }
        lines.show(SafeText.of("Type a message and Enter. /help lists commands, /quit ends."));
        try (incoming) {
            incoming.start();
            converse();
            awaitAccepted();
        }
    }

    private void converse() throws InterruptedException {
        boolean over = false;
        while (!over) {
            Optional<String> line = lines.read(SafeText.of("{}> ", with == null ? SafeText.of("waxwing") : name));
            ChatWord word = line.map(ChatWord::read).orElse(new ChatWord.Quit());
            over = word instanceof ChatWord.Quit;
            try {
                follow(word);
            } catch (RuntimeException problem) {
                CommandFailure failure = Failures.of(problem);
                lines.show(SafeText.of("! {}", failure.words()));
            }
        }
    }

    private void follow(ChatWord word) {
        switch (word) {
            case ChatWord.Say(var text) -> say(text);
            case ChatWord.Nothing _, ChatWord.Quit _ -> {
                // Nothing to do, or the caller ends.
            }
            case ChatWord.Help _ -> HELP.forEach(lines::show);
            case ChatWord.With(var who) -> who.ifPresentOrElse(this::turnTo, this::conversations);
            case ChatWord.Block _ -> {
                Outcomes.changed(client.blocks().block(contact()), name.toString());
                lines.show(SafeText.of("{} is blocked, and is not told. /unblock lifts it.", name));
            }
            case ChatWord.Unblock _ -> {
                Outcomes.changed(client.blocks().unblock(contact()), name.toString());
                lines.show(SafeText.of("{} is not blocked.", name));
            }
            case ChatWord.Verify _ -> verify();
            case ChatWord.Accept _ -> {
                client.identities().accept(contact());
                lines.show(SafeText.of("The identity key of {} is accepted. Send again what did not go.", name));
            }
            case ChatWord.Allow(var kinds) -> {
                Outcomes.changed(client.businesses().allow(contact(), parse(kinds), Means.MESSAGE), name.toString());
                lines.show(SafeText.of("{} may write again.", name));
            }
            case ChatWord.Stop(var kinds) -> {
                Outcomes.changed(client.businesses().stop(contact(), parse(kinds), Means.MESSAGE), name.toString());
                lines.show(SafeText.of("Stopped for {}.", name));
            }
            case ChatWord.Report(var words) -> report(words);
            case ChatWord.Unknown(var unknown) ->
                lines.show(SafeText.of("! no command {}. /help lists them; // starts a text with /", unknown));
        }
    }

    private static Set<MessageKind> parse(List<String> names) {
        Set<MessageKind> kinds = EnumSet.noneOf(MessageKind.class);
        names.forEach(name -> kinds.add(MessageKind.parse(name)));
        return kinds;
    }

    private void report(List<String> words) {
        Proof proof = Proof.COUNT;
        Optional<MessageId> id = Optional.empty();
        for (String word : words) {
            switch (word.toLowerCase(Locale.ROOT)) {
                case "label" -> proof = Proof.LABEL;
                case "content" -> proof = Proof.CONTENT;
                default -> id = Optional.of(id(word));
            }
        }
        Contact from = contact();
        StoredMessage message =
                id.isPresent() ? Reporting.named(client, id.get(), Optional.of(from)) : lastReceived(from);
        lines.show(Reporting.report(client, messages, message, proof));
    }

    private static MessageId id(String word) {
        try {
            return MessageId.parse(word);
        } catch (MalformedValueException _) {
            throw new CommandFailure(
                    ErrorCode.USAGE, SafeText.of("{} (expected: label, content, a message's id, or nothing)", word));
        }
    }

    private StoredMessage lastReceived(Contact from) {
        return client.history().with(from, REPORTABLE).reversed().stream()
                .filter(message -> message.direction() == Direction.RECEIVED)
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailure(ErrorCode.NOT_FOUND, SafeText.of("nothing has come from {} yet", name)));
    }

    private void say(String text) {
        if (with == null) {
            lines.show(SafeText.of("! nobody to send to yet: /with NAME"));
            return;
        }
        MessageId id = client.newMessageId();
        sent.add(id);
        client.send(id, with, MessageBody.text(text));
    }

    private void verify() {
        SafeText number = client.identities()
                .safetyNumber(contact())
                .map(digits -> SafeText.of("{}", String.join(" ", digits.groups())))
                .orElse(SafeText.of("known after the first message"));
        lines.show(SafeText.of("Safety number with {}: {}", name, number));
    }

    private Contact contact() {
        if (with == null) {
            throw new CommandFailure(ErrorCode.USAGE, SafeText.of("nobody is chosen yet: /with NAME"));
        }
        return switch (with) {
            case Recipient.Known(var contact) ->
                client.contacts().byId(contact.id()).orElse(contact);
            case Recipient.ByNumber(var number) -> client.contacts().add(number, Optional.empty());
        };
    }

    private void turnTo(String who) {
        Recipient recipient = People.recipient(client, who);
        with = recipient;
        switch (recipient) {
            case Recipient.ByNumber(var number) -> {
                name = SafeText.of("{}", number.e164());
                lines.show(SafeText.of("A new conversation with {}.", name));
            }
            case Recipient.Known(var contact) -> {
                name = ContactView.name(contact);
                lines.show(SafeText.of("Conversation with {}.", ContactView.full(contact)));
                past(contact).forEach(message -> messages.lines(message).forEach(lines::show));
            }
        }
    }

    /// What was said last and is not about to be shown as new.
    private List<StoredMessage> past(Contact contact) {
        Set<MessageId> pending = new HashSet<>();
        for (Event event : client.events().after(client.events().acknowledged(), MOST_PENDING)) {
            switch (event) {
                case Event.MessageReceived received ->
                    pending.add(received.message().id());
                case Event.BusinessMessageReceived received ->
                    pending.add(received.message().id());
                case Event.ActionReceived received ->
                    pending.add(received.message().id());
                case Event.StateChanged _, Event.IdentityChanged _ -> {
                    // Not a message of its own.
                }
            }
        }
        List<StoredMessage> past = new ArrayList<>(client.history().with(contact, REMEMBERED));
        past.removeIf(message -> pending.contains(message.id()));
        return past;
    }

    private void conversations() {
        List<SafeText> names = client.history().conversations().stream()
                .map(conversation -> ContactView.full(conversation.with()))
                .toList();
        lines.show(
                names.isEmpty()
                        ? SafeText.of("No conversations yet. /with NUMBER begins one.")
                        : SafeText.of("Conversations: {}. /with NAME chooses one.", SafeText.joined("; ", names)));
    }

    /// So that piping a text in and ending at once does not end too early.
    private void awaitAccepted() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_AT_THE_END.toNanos();
        for (MessageId id : sent) {
            long left = deadline - System.nanoTime();
            if (left > 0 && client.history().sent(id).isPresent()) {
                client.await(id, MessageState.ACCEPTED, Duration.ofNanos(left));
            }
        }
    }

    private static final List<SafeText> HELP = List.of(
            SafeText.of("  /with WHO          talk with somebody else; /with alone lists conversations"),
            SafeText.of("  /block  /unblock   let nothing of this person or business through, or let it again"),
            SafeText.of("  /stop [KIND…]      stop a business's messages of these kinds, or all"),
            SafeText.of("  /allow [KIND…]     let them through again"),
            SafeText.of("  /r [label|content] [ID]"),
            SafeText.of(
                    "                     report the last message that came, or the one with that id; showing nothing of"),
            SafeText.of("                     it, what it says that it is, or all of it"),
            SafeText.of("  /verify            show the safety number; /accept accepts a changed identity key"),
            SafeText.of("  //text             a message that starts with /"),
            SafeText.of("  /quit              end; so does Ctrl-D"));
}
