package waxwing.cli.view;

import java.util.List;
import java.util.Optional;
import waxwing.cli.terminal.CommandFailure;
import waxwing.cli.terminal.ErrorCode;
import waxwing.cli.terminal.SafeText;
import waxwing.client.Client;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.client.people.Resolution;
import waxwing.model.MalformedValueException;
import waxwing.model.MessageId;

/// Whom a word of the person means, or why that can't be said.
public final class People {
    private People() {}

    /// Somebody to write to: a contact, or a number that this end hasn't met.
    public static Recipient recipient(Client client, String who) {
        return switch (client.contacts().resolve(who)) {
            case Resolution.Found(Contact contact) -> new Recipient.Known(contact);
            case Resolution.NewNumber(var number) -> new Recipient.ByNumber(number);
            case Resolution.Ambiguous(var candidates) -> throw ambiguous(who, candidates);
            case Resolution.NotFound _ -> throw unknown(who);
        };
    }

    /// Somebody known, or a number, which becomes a contact; or whom the message with this id came from.
    public static Contact contact(Client client, String who) {
        Optional<StoredMessage> message = received(client, who);
        if (message.isPresent()) {
            return message.get().with();
        }
        return switch (client.contacts().resolve(who)) {
            case Resolution.Found(Contact contact) -> contact;
            case Resolution.NewNumber(var number) -> client.contacts().add(number, Optional.empty());
            case Resolution.Ambiguous(var candidates) -> throw ambiguous(who, candidates);
            case Resolution.NotFound _ -> throw unknown(who);
        };
    }

    /// Whom a message that this end received came from, if the word is the id of one.
    public static Optional<StoredMessage> received(Client client, String who) {
        try {
            return received(client, MessageId.parse(who));
        } catch (MalformedValueException _) {
            return Optional.empty();
        }
    }

    /// The one message of this id that this end received. What it sent under the same id itself is no matter: whoever
    /// answers with an id that they were sent must not be out of reach by that.
    static Optional<StoredMessage> received(Client client, MessageId id) {
        List<StoredMessage> received = client.history().received(id);
        if (received.size() > 1) {
            throw new CommandFailure(
                            ErrorCode.AMBIGUOUS,
                            SafeText.of("message {} came from more than one: {}", id, senders(received)))
                    .withHint(SafeText.of("the same command with one of them"));
        }
        return received.stream().findFirst();
    }

    /// Whom messages came from.
    static SafeText senders(List<StoredMessage> messages) {
        return SafeText.joined(
                ", ",
                messages.stream()
                        .map(message -> ContactView.full(message.with()))
                        .toList());
    }

    /// Somebody known already.
    public static Contact known(Client client, String who) {
        return switch (client.contacts().resolve(who)) {
            case Resolution.Found(Contact contact) -> contact;
            case Resolution.Ambiguous(var candidates) -> throw ambiguous(who, candidates);
            case Resolution.NewNumber _, Resolution.NotFound _ -> throw unknown(who);
        };
    }

    private static CommandFailure ambiguous(String who, List<Contact> candidates) {
        SafeText list =
                SafeText.joined(", ", candidates.stream().map(ContactView::full).toList());
        return new CommandFailure(ErrorCode.AMBIGUOUS, SafeText.of("{} means more than one contact: {}", who, list))
                .withHint(SafeText.of("the same command with the number"));
    }

    private static CommandFailure unknown(String who) {
        return new CommandFailure(
                        ErrorCode.NOT_FOUND,
                        SafeText.of(
                                "no contact is called {} (expected: a contact's name, or a number with + and country code)",
                                who))
                .withHint(SafeText.of("waxwing contact list"));
    }
}
