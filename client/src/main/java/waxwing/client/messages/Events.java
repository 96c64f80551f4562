package waxwing.client.messages;

import java.time.Duration;
import java.util.List;

/// The durable log of what happened, read by cursor: every consumer gets each event at least once.
public interface Events {
    /// At most `max` events after the cursor, oldest first; 0 is the start of the log.
    List<Event> after(long cursor, int max);

    /// As [#after], but waits until there is at least one or the time is over.
    List<Event> awaitAfter(long cursor, int max, Duration timeout) throws InterruptedException;

    /// How far the person's own reading goes; 0 at first.
    long acknowledged();

    /// Says that the person has seen everything up to here: received messages become read, and people (never
    /// businesses' customers) are told so.
    void acknowledge(long cursor);
}
