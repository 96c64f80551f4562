package waxwing.server.mailbox;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.store.StorageFailure;

/// One connected device's view of its queue: entries in order, at most [#WINDOW] of them unacknowledged.
///
/// It is either *caught up*, and new entries come to its buffer straight from their depositors, or *behind*,
/// and a reader thread fills the buffer from the store. It falls behind when it is opened and when its device
/// is slower than the depositors; it has caught up once a read found the end of the queue and no commit
/// happened during that read. All state is guarded by the lock of its [DeviceQueue].
public final class MailboxStream implements AutoCloseable {
    /// Deliveries that may be unacknowledged at a time.
    public static final int WINDOW = 256;

    private static final Logger log = LoggerFactory.getLogger(MailboxStream.class);
    private static final long WINDOW_BYTES = 4L << 20;
    private static final int BUFFER = 512;
    private static final long BUFFER_BYTES = 1L << 20;
    private static final int READ = 32;

    /// What a stream needs of its mailbox.
    record Surroundings(MailboxStore store, Committer committer, Executor readers, InstantSource clock) {}

    private final DeviceQueue queue;
    private final Outlet outlet;
    private final Surroundings around;
    private final long drainThrough;

    private final ArrayDeque<QueuedEntry> buffer = new ArrayDeque<>();
    private final Map<Long, QueuedEntry> unacknowledged = new LinkedHashMap<>();
    private long bufferBytes;
    private long unacknowledgedBytes;
    private long bufferedThrough;
    private boolean behind = true;
    private boolean loading;
    private boolean emptyTold;
    private boolean ended;
    private final Promptness promptness = new Promptness();

    /// @param drainThrough the last sequence from before the stream was opened
    MailboxStream(DeviceQueue queue, Outlet outlet, Surroundings around, long drainThrough) {
        this.queue = queue;
        this.outlet = outlet;
        this.around = around;
        this.drainThrough = drainThrough;
    }

    Outlet outlet() {
        return outlet;
    }

    boolean isLoading() {
        return loading;
    }

    boolean isUnacknowledged(long sequence) {
        return unacknowledged.containsKey(sequence);
    }

    /// Whether what was just offered will likely be acknowledged within the committer's grace. Under the queue's lock.
    boolean isPrompt() {
        if (behind || !promptness.isGood()) {
            return false;
        }
        QueuedEntry oldest = unacknowledged.isEmpty()
                ? null
                : unacknowledged.values().iterator().next();
        return oldest == null || around.clock().millis() - oldest.handedOutAt() < Promptness.GOOD_MILLIS;
    }

    /// What comes next, without blocking; empty until the next [Outlet#wake].
    public Optional<StreamItem> poll() {
        List<Change.Remove> expired = new ArrayList<>(0);
        boolean load = false;
        Optional<StreamItem> next = Optional.empty();
        queue.lock();
        try {
            if (ended) {
                return next;
            }
            next = next(expired);
            if (next.isEmpty() && behind && !loading && buffer.isEmpty() && !windowFull()) {
                loading = true;
                load = true;
            }
        } finally {
            queue.unlock();
        }
        remove(expired);
        if (load) {
            around.readers().execute(this::load);
        }
        return next;
    }

    private Optional<StreamItem> next(List<Change.Remove> expired) {
        boolean drained = drained();
        Optional<StreamItem> next = drained ? Optional.empty() : nextOfBuffer(expired);
        // What was passed over in the buffer may have been the last from before.
        return drained || (next.isEmpty() && drained()) ? Optional.of(new StreamItem.QueueEmpty()) : next;
    }

    private boolean drained() {
        if (emptyTold || (behind && bufferedThrough < drainThrough)) {
            return false;
        }
        QueuedEntry first = buffer.peekFirst();
        boolean sent = first == null || first.sequence() > drainThrough;
        // In the order of sending, which is the order of sequences.
        emptyTold = sent
                && (unacknowledged.isEmpty()
                        || unacknowledged.keySet().iterator().next() > drainThrough);
        return emptyTold;
    }

    private boolean windowFull() {
        return unacknowledged.size() >= WINDOW || unacknowledgedBytes >= WINDOW_BYTES;
    }

    private Optional<StreamItem> nextOfBuffer(List<Change.Remove> expired) {
        long now = around.clock().millis();
        while (!windowFull() && !buffer.isEmpty()) {
            QueuedEntry entry = buffer.removeFirst();
            bufferBytes -= entry.size();
            if (entry.isFailed() || queue.isGone(entry.sequence())) {
                continue;
            }
            if (entry.isExpired(now)) {
                if (queue.remove(entry)) {
                    expired.add(new Change.Remove(queue.id(), entry.sequence()));
                }
                continue;
            }
            entry.handOut(now);
            unacknowledged.put(entry.sequence(), entry);
            unacknowledgedBytes += entry.size();
            return Optional.of(new StreamItem.Deliver(entry.sequenced()));
        }
        return Optional.empty();
    }

    /// A depositor brings a new entry. Under the queue's lock.
    void offer(QueuedEntry entry) {
        if (behind) {
            return;
        }
        if (buffer.size() >= BUFFER || bufferBytes >= BUFFER_BYTES) {
            behind = true;
            return;
        }
        add(entry);
    }

    private void add(QueuedEntry entry) {
        buffer.addLast(entry);
        bufferBytes += entry.size();
        bufferedThrough = entry.sequence();
    }

    private void load() {
        long after;
        long commitsBefore;
        queue.lock();
        try {
            after = bufferedThrough;
            commitsBefore = queue.commits();
        } finally {
            queue.unlock();
        }
        try {
            List<SequencedEntry> read = around.store().read(queue.id(), after, READ);
            loaded(read, commitsBefore);
            outlet.wake();
        } catch (RuntimeException e) {
            log.error("mailboxes: a queue could not be read", e);
            close();
            outlet.end(StreamEnd.STORAGE_FAILED);
        }
    }

    private void loaded(List<SequencedEntry> read, long commitsBefore) {
        queue.lock();
        try {
            loading = false;
            for (SequencedEntry entry : read) {
                if (!queue.isGone(entry.sequence())) {
                    add(QueuedEntry.stored(queue.id(), entry));
                }
                bufferedThrough = entry.sequence();
            }
            queue.forgetGone();
            if (read.size() < READ && queue.commits() == commitsBefore) {
                catchUp();
            }
        } finally {
            queue.unlock();
        }
    }

    /// All that is committed is in the buffer or beyond; what is left waits for the disk, in memory.
    private void catchUp() {
        for (QueuedEntry entry : queue.pending()) {
            if (entry.sequence() > bufferedThrough && entry.isUnderway() && !queue.isGone(entry.sequence())) {
                add(entry);
            }
        }
        behind = false;
    }

    /// The device has what it was sent, or does not want it: the entries leave the queue. Sequences that were
    /// not sent on this stream are ignored; they will be.
    public void acknowledge(List<Long> sequences) {
        long now = around.clock().millis();
        List<QueuedEntry> dropped = new ArrayList<>(sequences.size());
        List<Change.Remove> removals = new ArrayList<>(sequences.size());
        queue.lock();
        try {
            for (long sequence : sequences) {
                @Nullable QueuedEntry entry = unacknowledged.remove(sequence);
                if (entry == null) {
                    continue;
                }
                unacknowledgedBytes -= entry.size();
                promptness.acknowledged(now - entry.handedOutAt());
                if (entry.dropIfWaiting()) {
                    queue.dropped(entry);
                    dropped.add(entry);
                } else if (queue.remove(entry)) {
                    removals.add(new Change.Remove(queue.id(), sequence));
                }
            }
        } finally {
            queue.unlock();
        }
        remove(removals);
        dropped.forEach(QueuedEntry::tellDropped);
        outlet.wake();
    }

    private void remove(List<Change.Remove> removals) {
        if (!removals.isEmpty()) {
            around.committer().submit(new Removals(queue, removals));
        }
    }

    /// Ends the stream without telling its outlet. What is unacknowledged stays in the queue.
    @Override
    public void close() {
        queue.lock();
        try {
            ended = true;
            buffer.clear();
            unacknowledged.clear();
            queue.detach(this);
        } finally {
            queue.unlock();
        }
    }

    /// Removals of entries of one queue, on their way to the store.
    record Removals(DeviceQueue queue, List<Change.Remove> removals) implements Committer.Work {
        @Override
        public void collect(List<Change> into) {
            into.addAll(removals);
        }

        @Override
        public void settled(@Nullable StorageFailure failure) {
            removals.forEach(removal -> queue.removalSettled(removal.sequence(), failure));
        }
    }
}
