package waxwing.gateway.optout;

import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.model.MessageKind;
import waxwing.store.Database;

/// Learns of opt-outs from what becomes of messages, and writes into the log when one begins and ends. It
/// knows only what the relay tells a business: opt-outs of offers, and of everything at once.
///
/// Within a transaction of the gateway's database every call is part of it.
public final class OptOuts {
    private final OptOutStore store;
    private final EventLog events;

    public OptOuts(Database database, EventLog events) {
        this.store = new SqlOptOutStore(database);
        this.events = events;
    }

    /// A message was suppressed because its recipient had opted out.
    public void refused(ContactHandle contact, MessageKind kind, Instant at) {
        if (store.add(contact, kind, at)) {
            events.append(EventType.CONTACT_OPTED_OUT, at, data(contact, kind));
        }
    }

    /// A message was delivered. If it was accepted after the opt-out became known, that is over; an older
    /// one may have been on its way.
    public void reached(ContactHandle contact, MessageKind kind, Instant accepted, Instant at) {
        if (store.removeOlder(contact, kind, accepted)) {
            events.append(EventType.CONTACT_OPTED_IN, at, data(contact, kind));
        }
    }

    private static ObjectNode data(ContactHandle contact, MessageKind kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("contact", contact.value())
                .put("kind", kind.name());
    }
}
