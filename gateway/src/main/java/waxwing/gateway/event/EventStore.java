package waxwing.gateway.event;

import java.time.Instant;
import java.util.List;

/// The stored log of events.
interface EventStore {
    /// Adds an event; within a transaction, as a part of it.
    ///
    /// @param event its cursor is not known yet
    /// @param whenDurable is called once the event can be read
    void add(NewEvent event, Runnable whenDurable);

    /// At most `limit` events behind the cursor, oldest first. Every event that this has shown stands
    /// before every event that it shows later.
    List<LoggedEvent> after(EventCursor cursor, int limit);

    /// Behind the newest event.
    EventCursor end();

    /// Forgets some of the oldest events, as far as they are of this time or older ones. What is left has no gap.
    ///
    /// @return how many
    int forgetUntil(Instant time);

    /// Behind the last event that is forgotten.
    EventCursor forgotten();
}
