package waxwing.gateway.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.message.Correspondence;
import waxwing.gateway.message.Message;
import waxwing.gateway.message.MessagePage;
import waxwing.gateway.message.MessageStatus;
import waxwing.gateway.message.TimelineEntry;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// `/v1/contacts/{contact}`, `/v1/conversations` and `/v1/conversations/{contact}`. All of it comes from
/// what the business was told of its own messages; nothing here asks the relay, and no number is shown.
final class ContactsResource {
    private static final String CONVERSATIONS = "conversations";
    private static final String CONVERSATION = "conversation";

    private final Correspondence correspondence;
    private final Windows windows;
    private final Recipients recipients;
    private final MessageJson messages;

    ContactsResource(Correspondence correspondence, Windows windows, Recipients recipients, MessageJson messages) {
        this.correspondence = correspondence;
        this.windows = windows;
        this.recipients = recipients;
        this.messages = messages;
    }

    /// `GET /v1/contacts/{contact}`: what may be sent, by kind, as far as the business knows.
    Answer show(Call call) {
        PhoneNumber number = number(call);
        ObjectNode json = Json.object();
        json.put("contact", call.id());
        Map<MessageKind, TimelineEntry> outcomes = correspondence.outcomes(number);
        ObjectNode permissions = json.putObject("permissions");
        for (MessageKind kind : MessageKind.values()) {
            permission(permissions.putObject(kind.name()), Optional.ofNullable(outcomes.get(kind)));
        }
        var suppressions = json.putArray("suppressions");
        recipients
                .suppressions()
                .of(number)
                .forEach(entry -> suppressions
                        .addObject()
                        .put("source", entry.source().wireName())
                        .put("reach", entry.reach().wireName())
                        .put("since", MessageJson.time(entry.since())));
        return Answer.ok(json);
    }

    private static void permission(ObjectNode json, Optional<TimelineEntry> outcome) {
        if (outcome.isEmpty()) {
            json.put("state", "unknown");
            return;
        }
        boolean stopped = outcome.get().status() == MessageStatus.SUPPRESSED;
        json.put("state", stopped ? "refused" : "delivered");
        outcome.get().code().ifPresent(code -> json.put("code", code));
        json.put("as_of", MessageJson.time(outcome.get().at()));
    }

    /// `GET /v1/conversations`: who was written to last, first.
    Answer list(Call call) {
        Query query = call.query();
        MessagePage page = correspondence.lastToEach(query.before(CONVERSATIONS), query.limit());
        ObjectNode json = Json.object();
        var array = json.putArray(CONVERSATIONS);
        for (Message last : page.messages()) {
            ObjectNode conversation = array.addObject();
            ContactHandle contact = recipients.contacts().handleOf(last.to());
            conversation.put("contact", contact.value());
            conversation.put("closes_at", closesAt(contact));
            conversation.set("last_message", messages.whole(last));
        }
        json.put("next_cursor", Cursor.next(CONVERSATIONS, page.next()));
        return Answer.ok(json);
    }

    /// `GET /v1/conversations/{contact}`: the messages to one person, newest first.
    Answer conversation(Call call) {
        Query query = call.query();
        MessagePage page = correspondence.with(number(call), query.before(CONVERSATION), query.limit());
        ObjectNode json = Json.object();
        json.put("contact", call.id());
        json.put("closes_at", closesAt(new ContactHandle(call.id())));
        var array = json.putArray("messages");
        page.messages().forEach(message -> array.add(messages.whole(message)));
        json.put("next_cursor", Cursor.next(CONVERSATION, page.next()));
        return Answer.ok(json);
    }

    /// Until when the business may write freely to somebody; null if it may not.
    private @Nullable String closesAt(ContactHandle contact) {
        return windows.closing(contact).map(MessageJson::time).orElse(null);
    }

    private PhoneNumber number(Call call) {
        return Recipients.handle(call.id())
                .flatMap(recipients.contacts()::numberOf)
                .orElseThrow(() -> MessagesResource.unknown("is not a contact"));
    }
}
