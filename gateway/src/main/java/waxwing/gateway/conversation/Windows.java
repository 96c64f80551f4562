package waxwing.gateway.conversation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import waxwing.gateway.contact.ContactHandle;
import waxwing.gateway.event.EventLog;
import waxwing.gateway.event.EventType;
import waxwing.store.Database;

/// Knows with whom the business may speak freely, and writes into the log when that begins and ends. The
/// relay decides by its own clock; this is what the business plans with.
public final class Windows {
    /// For how long a person's message lets the business answer.
    public static final Duration LENGTH = Duration.ofHours(24);

    private final WindowStore store;
    private final EventLog events;
    private final InstantSource clock;

    public Windows(Database database, EventLog events, InstantSource clock) {
        this.store = new SqlWindowStore(database);
        this.events = events;
        this.clock = clock;
    }

    /// A person wrote: their window is open for 24 hours from then on. Within a transaction it is a part of
    /// it.
    ///
    /// @param at by the relay's clock
    public void wrote(ContactHandle contact, Instant at) {
        Instant end = at.plus(LENGTH);
        if (end.isAfter(now())) {
            store.open(contact, end, () -> {
                ObjectNode data = data(contact);
                data.put("closes_at", end.toString());
                events.append(EventType.CONVERSATION_WINDOW_OPENED, now(), data);
            });
        }
    }

    /// When somebody's window closes; empty if it is closed.
    public Optional<Instant> closing(ContactHandle contact) {
        return store.end(contact).filter(end -> end.isAfter(now()));
    }

    /// Closes the windows whose time is over.
    public void closeOver() {
        Instant now = now();
        boolean more = true;
        while (more) {
            more = store.closeOver(
                    now, contact -> events.append(EventType.CONVERSATION_WINDOW_CLOSED, now, data(contact)));
        }
    }

    private static ObjectNode data(ContactHandle contact) {
        return JsonNodeFactory.instance.objectNode().put("contact", contact.value());
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
