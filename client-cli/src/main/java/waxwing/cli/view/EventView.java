package waxwing.cli.view;

import java.util.List;
import java.util.Optional;
import waxwing.cli.terminal.Json;
import waxwing.cli.terminal.SafeText;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.StoredMessage;
import waxwing.model.PhoneNumber;

/// An event in words.
public final class EventView {
    private final MessageView messages;

    public EventView(MessageView messages) {
        this.messages = messages;
    }

    /// Whether `receive` tells it: what others did, and what became of own messages elsewhere.
    public static boolean isTold(Event event) {
        return !(event instanceof Event.StateChanged change)
                || isTold(change.progress().state());
    }

    private static boolean isTold(MessageState state) {
        return switch (state) {
            case QUEUED, SENDING, ACCEPTED -> false;
            case DELIVERED, READ, SUPPRESSED, FAILED -> true;
        };
    }

    public List<SafeText> lines(Event event) {
        return switch (event) {
            case Event.MessageReceived received -> messages.lines(received.message());
            case Event.BusinessMessageReceived received -> messages.lines(received.message());
            case Event.ActionReceived received -> messages.lines(received.message());
            case Event.StateChanged change ->
                List.of(SafeText.of(
                        "{} {} by {}: {}",
                        messages.time(change.at()),
                        MessageView.state(change.progress()),
                        ContactView.name(change.message().with()),
                        messages.summary(change.message(), 40)));
            case Event.IdentityChanged change ->
                List.of(SafeText.of(
                        "{} {} has a new identity key. Nothing is sent until you accept it: waxwing verify {}",
                        messages.time(change.at()),
                        ContactView.name(change.contact()),
                        who(change)));
        };
    }

    private static SafeText who(Event.IdentityChanged change) {
        return change.contact()
                .number()
                .map(number -> SafeText.of("{}", number.e164()))
                .orElseGet(() -> ContactView.name(change.contact()));
    }

    public Json json(Event event) {
        return switch (event) {
            case Event.MessageReceived received -> message("message", received.message(), event);
            case Event.BusinessMessageReceived received ->
                message("business", received.message(), event)
                        .putIfPresent("updates", received.updates().map(Object::toString));
            case Event.ActionReceived received -> message("action", received.message(), event);
            case Event.StateChanged change -> stateChange(change);
            case Event.IdentityChanged change ->
                Json.answer()
                        .put("type", "identity_changed")
                        .put("number", change.contact().number().map(PhoneNumber::e164))
                        .put("name", ContactView.givenName(change.contact()))
                        .put("at", MessageView.rfc3339(change.at()))
                        .put("cursor", change.cursor());
        };
    }

    private Json message(String type, StoredMessage message, Event event) {
        Json json = Json.answer()
                .put("type", type)
                .put("id", message.id().toString())
                .put("from", message.with().number().map(PhoneNumber::e164))
                .put("from_name", ContactView.givenName(message.with()))
                .put("at", MessageView.rfc3339(message.at()));
        return messages.content(json, message).put("cursor", event.cursor());
    }

    private static Json stateChange(Event.StateChanged change) {
        Optional<String> reason = change.progress().reason().map(r -> r.code());
        return Json.answer()
                .put("type", change.progress().state().code())
                .put("id", change.message().id().toString())
                .put("to", change.message().with().number().map(PhoneNumber::e164))
                .put("at", MessageView.rfc3339(change.at()))
                .putIfPresent("reason", reason)
                .put("cursor", change.cursor());
    }
}
