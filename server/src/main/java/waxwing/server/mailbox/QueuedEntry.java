package waxwing.server.mailbox;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An entry on its way: waiting for the disk, or read from it. Its state is what a commit and an early
/// acknowledgement race for.
final class QueuedEntry {
    private enum State {
        WAITING,
        WRITING,
        STORED,
        /// Acknowledged before it was written; never will be.
        DROPPED,
        FAILED
    }

    private final QueueId queue;
    private final SequencedEntry sequenced;
    private final int size;
    private final @Nullable PendingDeposit deposit;
    private final AtomicReference<State> state;
    /// Under the lock of the queue.
    private long handedOutAt;

    private QueuedEntry(QueueId queue, SequencedEntry sequenced, @Nullable PendingDeposit deposit, State state) {
        this.queue = queue;
        this.sequenced = sequenced;
        this.size = sequenced.entry().size();
        this.deposit = deposit;
        this.state = new AtomicReference<>(state);
    }

    static QueuedEntry waiting(QueueId queue, SequencedEntry sequenced, PendingDeposit deposit) {
        return new QueuedEntry(queue, sequenced, deposit, State.WAITING);
    }

    /// On its way from a queue of what is held: no deposit waits for it.
    static QueuedEntry moving(QueueId queue, SequencedEntry sequenced) {
        return new QueuedEntry(queue, sequenced, null, State.WAITING);
    }

    static QueuedEntry stored(QueueId queue, SequencedEntry sequenced) {
        return new QueuedEntry(queue, sequenced, null, State.STORED);
    }

    SequencedEntry sequenced() {
        return sequenced;
    }

    long sequence() {
        return sequenced.sequence();
    }

    int size() {
        return size;
    }

    /// Sent to the device, at this time in Unix milliseconds.
    void handOut(long atMillis) {
        handedOutAt = atMillis;
    }

    long handedOutAt() {
        return handedOutAt;
    }

    boolean isExpired(long nowMillis) {
        return sequenced.entry().expiresAtMillis() <= nowMillis;
    }

    Change.Put put() {
        return new Change.Put(queue, sequenced.sequence(), sequenced.entry());
    }

    /// Taken into a batch; false if it was acknowledged before.
    boolean beginWriting() {
        return state.compareAndSet(State.WAITING, State.WRITING);
    }

    /// Acknowledged before a batch took it: it need not be written at all. Tells its deposit.
    boolean dropIfWaiting() {
        return state.compareAndSet(State.WAITING, State.DROPPED);
    }

    void tellDropped() {
        if (deposit != null) {
            deposit.entryDropped();
        }
    }

    void settle(boolean stored) {
        State end = stored ? State.STORED : State.FAILED;
        if (!state.compareAndSet(State.WRITING, end)) {
            state.compareAndSet(State.WAITING, end);
        }
    }

    boolean isDropped() {
        return state.get() == State.DROPPED;
    }

    boolean isFailed() {
        return state.get() == State.FAILED;
    }

    /// Still to be written, or being written.
    boolean isUnderway() {
        State now = state.get();
        return now == State.WAITING || now == State.WRITING;
    }
}
