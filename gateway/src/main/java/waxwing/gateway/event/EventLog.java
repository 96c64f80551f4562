package waxwing.gateway.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;
import waxwing.store.Database;

/// The log of events: appended to by whoever changes something that the business is told of, read by
/// cursor. Events are kept for 90 days.
public final class EventLog implements AutoCloseable {
    /// After which an event is forgotten.
    public static final Duration KEPT = Duration.ofDays(90);

    private final EventStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Arrivals arrivals = new Arrivals();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>(List.of(arrivals::arrived));

    public EventLog(Database database, InstantSource clock, RandomGenerator random) {
        this.store = new SqlEventStore(database);
        this.clock = clock;
        this.random = random;
    }

    /// Appends an event. Within a transaction of the gateway's database it is a part of it, so that the
    /// event and what it tells of become durable together or not at all.
    public void append(EventType type, Instant at, ObjectNode data) {
        var event = new NewEvent(EventId.fresh(clock, random), type, at, data);
        store.add(event, () -> listeners.forEach(Runnable::run));
    }

    /// At most `limit` events behind the cursor, oldest first. What is not kept any more is passed over.
    public List<LoggedEvent> after(EventCursor cursor, int limit) {
        return store.after(cursor, limit);
    }

    /// As [#after], but waits until there is at least one, the time is over, or the log is closed; and passes
    /// nothing over.
    ///
    /// @throws CursorExpiredException if it would have to
    public List<LoggedEvent> awaitAfter(EventCursor cursor, int limit, Duration timeout) throws InterruptedException {
        long seen = arrivals.count();
        List<LoggedEvent> found = unbroken(cursor, limit);
        return found.isEmpty() && arrivals.awaitBeyond(seen, timeout) ? unbroken(cursor, limit) : found;
    }

    private List<LoggedEvent> unbroken(EventCursor cursor, int limit) {
        List<LoggedEvent> found = store.after(cursor, limit);
        // Asked afterwards: what was missing among those is known to be forgotten by now.
        requireKept(cursor);
        return found;
    }

    /// @throws CursorExpiredException if an event behind the cursor is forgotten; the start of the log is always
    ///     where it begins now
    public void requireKept(EventCursor cursor) {
        if (!cursor.equals(EventCursor.START)
                && cursor.sequence() < store.forgotten().sequence()) {
            throw new CursorExpiredException();
        }
    }

    /// Behind the newest event.
    public EventCursor end() {
        return store.end();
    }

    /// Has something called after each commit that brought events. It must not block.
    public void onArrival(Runnable listener) {
        listeners.add(listener);
    }

    /// Forgets what has been kept for long enough, in small transactions.
    public void forgetOld() {
        Instant time = Instant.ofEpochMilli(clock.millis()).minus(KEPT);
        while (store.forgetUntil(time) > 0) {
            // There may be more.
        }
    }

    /// Whether nobody may wait any more.
    public boolean isClosed() {
        return arrivals.isClosed();
    }

    /// Ends all waiting; the log can be read and appended to as before.
    @Override
    public void close() {
        arrivals.close();
    }
}
