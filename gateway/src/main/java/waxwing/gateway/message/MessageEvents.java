package waxwing.gateway.message;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.content.v1.Action;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.contact.Contacts;
import waxwing.gateway.conversation.Windows;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// Writes what becomes of messages into the log of events, with people's handles for their numbers.
public final class MessageEvents implements MessageNews {
    private final EventLog events;
    private final Contacts contacts;
    private final Windows windows;
    private final InstantSource clock;

    public MessageEvents(EventLog events, Contacts contacts, Windows windows, InstantSource clock) {
        this.events = events;
        this.contacts = contacts;
        this.windows = windows;
        this.clock = clock;
    }

    @Override
    public void about(Collection<PhoneNumber> people) {
        contacts.remember(people);
    }

    @Override
    public void stepped(Subject message, int sequence, TimelineEntry entry) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("message_id", message.id().toString());
        data.put("contact", contacts.handle(message.to()).value());
        data.put("kind", message.kind().name());
        data.put("status", entry.status().wireName());
        entry.code().ifPresent(code -> data.put("code", code));
        data.put("sequence", sequence);
        message.clientReference().ifPresent(reference -> data.put("client_reference", reference));
        events.append(type(entry), entry.at(), data);
    }

    /// Of two ways to take a message back, each has its own event.
    private static EventType type(TimelineEntry entry) {
        return entry.code().equals(Optional.of(StatusCodes.REVOKED))
                ? EventType.MESSAGE_REVOKED
                : EventType.ofStatus(entry.status().wireName());
    }

    @Override
    public void optedOut(PhoneNumber person, Reach reach, Instant at) {
        events.append(EventType.CONTACT_OPTED_OUT, at, word(person, reach));
    }

    @Override
    public void optedIn(PhoneNumber person, Reach reach, Instant at) {
        events.append(EventType.CONTACT_OPTED_IN, at, word(person, reach));
    }

    @Override
    public void refused(PhoneNumber person, MessageKind kind, Instant at) {
        events.append(EventType.CONTACT_PREFERENCE_CHANGED, at, preference(person, kind, "refused"));
    }

    @Override
    public void letThrough(PhoneNumber person, MessageKind kind, Instant at) {
        events.append(EventType.CONTACT_PREFERENCE_CHANGED, at, preference(person, kind, "allowed"));
    }

    private ObjectNode preference(PhoneNumber person, MessageKind kind, String permission) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("contact", contacts.handle(person).value())
                .put("kind", kind.name())
                .put("permission", permission);
    }

    private ObjectNode word(PhoneNumber person, Reach reach) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("contact", contacts.handle(person).value())
                .put("reach", reach.wireName());
    }

    @Override
    public void received(Incoming message) {
        ObjectNode data = written(message.id(), message.from(), message.at());
        data.put("text", message.text());
        message.replyTo().ifPresent(id -> data.put("reply_to", id.toString()));
        events.append(EventType.MESSAGE_RECEIVED, Instant.ofEpochMilli(clock.millis()), data);
    }

    @Override
    public void asked(Asked asked) {
        Action action = asked.action();
        ObjectNode data = written(asked.id(), asked.from(), asked.at());
        data.put("about", MessageId.ofBytes(action.getMessageId().toByteArray()).toString());
        data.putObject("entity")
                .put("id", action.getEntity().getId())
                .put("revision", action.getEntity().getRevision());
        if (!action.getText().isEmpty()) {
            data.put("text", action.getText());
        }
        events.append(type(action), Instant.ofEpochMilli(clock.millis()), data);
    }

    private static EventType type(Action action) {
        return switch (action.getType()) {
            case CONFIRM_RESERVATION -> EventType.RESERVATION_CONFIRM_REQUESTED;
            case CHANGE_RESERVATION -> EventType.RESERVATION_CHANGE_REQUESTED;
            case CANCEL_RESERVATION -> EventType.RESERVATION_CANCEL_REQUESTED;
            case INSTRUCT_DELIVERY -> EventType.DELIVERY_INSTRUCTIONS_RECEIVED;
            case DISPUTE_RECEIPT -> EventType.RECEIPT_DISPUTED;
            case TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("the transport let an unknown action through");
        };
    }

    /// What a person sends opens the window, whatever it is.
    private ObjectNode written(MessageId id, PhoneNumber from, Instant at) {
        ContactHandle contact = contacts.handle(from);
        windows.wrote(contact, at);
        return JsonNodeFactory.instance
                .objectNode()
                .put("message_id", id.toString())
                .put("contact", contact.value())
                .put("sent_at", at.toString());
    }
}
