package waxwing.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// What happened so far, counted and timed on the event loop.
final class Tally {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Histogram toDelivered = new Histogram(LONGEST_NANOS, 3);
    private final Histogram toAccepted = new Histogram(LONGEST_NANOS, 3);
    private final Histogram late = new Histogram(LONGEST_NANOS, 3);
    private long sent;
    private long accepted;
    private long delivered;
    private long strangers;
    private long acknowledged;

    /// A message left.
    ///
    /// @param lateNanos after it was meant to
    void sent(long lateNanos) {
        sent++;
        late.recordValue(Math.min(lateNanos, LONGEST_NANOS));
    }

    /// @param nanos since the message was meant to leave
    void accepted(long nanos) {
        accepted++;
        toAccepted.recordValue(Math.min(nanos, LONGEST_NANOS));
    }

    /// @param nanos since the message was meant to leave
    void delivered(long nanos) {
        delivered++;
        toDelivered.recordValue(Math.min(nanos, LONGEST_NANOS));
    }

    /// A message of another process was delivered, and will be acknowledged.
    void stranger() {
        strangers++;
    }

    void acknowledged(int messages) {
        acknowledged += messages;
    }

    /// Forgets the times, not the counts.
    void resetTimes() {
        toDelivered.reset();
        toAccepted.reset();
        late.reset();
    }

    Counts counts() {
        return new Counts(System.nanoTime(), sent, accepted, delivered, acknowledged - strangers);
    }

    /// The counts at one moment.
    ///
    /// @param acknowledged of those that were sent here
    record Counts(long nanos, long sent, long accepted, long delivered, long acknowledged) {}

    Times times() {
        return new Times(toDelivered.copy(), toAccepted.copy(), late.copy());
    }

    /// @param late between the time when a message was meant to leave and the time when it did: the generator's own
    ///     share of the other two
    record Times(Histogram toDelivered, Histogram toAccepted, Histogram late) {}
}
