package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// Writes what gathers as one batch, so that everybody who waits shares the cost of one force to the disk. An
/// idle committer writes at once; whoever arrives during a write rides in the next one.
///
/// It is one turn at a time on its executor, from the first piece of work on until none is left. Those who wait are
/// told on another, so that the next write need not wait for them.
final class Committer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final int LARGEST_BATCH = 512;
    /// More may be in a batch by one piece of work.
    private static final long LARGEST_BATCH_BYTES = 16L << 20;

    /// Something that changes the store and wants to know when that is durable.
    interface Work {
        void collect(List<Change> into);

        /// Bytes that it keeps in memory until it is settled; always the same.
        default long bytes() {
            return 0;
        }

        /// @param failure null if the changes are in the store
        void settled(@Nullable StorageFailure failure);
    }

    private final MailboxStore store;
    private final Sequences sequences;
    private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong unsettledBytes = new AtomicLong();
    private final CopyOnWriteArrayList<Consumer<StorageFailure>> failureListeners = new CopyOnWriteArrayList<>();
    private final MailboxThreads threads;
    /// A turn runs, or will.
    private final AtomicBoolean called = new AtomicBoolean();
    /// Nobody writes any more.
    private volatile boolean ended;
    private volatile @Nullable StorageFailure broken;

    Committer(MailboxStore store, Sequences sequences, MailboxThreads threads) {
        this.store = store;
        this.sequences = sequences;
        this.threads = threads;
    }

    /// Hands work over; it is written in the order of these calls. Does not block.
    void submit(Work work) {
        unsettledBytes.addAndGet(work.bytes());
        waiting.add(work);
        if (callTurn()) {
            threads.committing().execute(this::turn);
        }
        // Whoever takes it out tells it: here, or where it ends.
        if (ended && waiting.remove(work)) {
            tell(List.of(work), new StorageFailure("the mailboxes are closed"));
        }
    }

    /// How much work waits to be written.
    int backlog() {
        return waiting.size();
    }

    /// How much memory is kept for work that is not settled: what waits, what is being written, what is being told.
    long backlogBytes() {
        return unsettledBytes.get();
    }

    void onFailure(Consumer<StorageFailure> listener) {
        failureListeners.add(listener);
    }

    /// @return whether nobody else has
    private boolean callTurn() {
        return !called.get() && !called.getAndSet(true);
    }

    private void turn() {
        List<Work> batch = new ArrayList<>(LARGEST_BATCH);
        do {
            gather(batch);
            while (!batch.isEmpty()) {
                List<Work> written = List.copyOf(batch);
                @Nullable StorageFailure failure = write(written);
                threads.telling().execute(() -> tell(written, failure));
                batch.clear();
                gather(batch);
            }
            called.set(false);
        } while (!waiting.isEmpty() && callTurn());
    }

    private void gather(List<Work> batch) {
        @Nullable Work next = waiting.poll();
        long bytes = 0;
        while (next != null) {
            batch.add(next);
            bytes += next.bytes();
            next = batch.size() < LARGEST_BATCH && bytes < LARGEST_BATCH_BYTES ? waiting.poll() : null;
        }
    }

    private @Nullable StorageFailure write(List<Work> batch) {
        StorageFailure before = broken;
        if (before != null) {
            return before;
        }
        List<Change> changes = new ArrayList<>(3 * batch.size());
        batch.forEach(work -> work.collect(changes));
        Optional<Change.Reserve> reserve = sequences.due();
        reserve.ifPresent(changes::add);
        try {
            if (!changes.isEmpty()) {
                store.apply(changes);
            }
            reserve.ifPresent(sequences::reserved);
            return null;
        } catch (StorageFull full) {
            return full;
        } catch (RuntimeException | Error e) {
            StorageFailure failure =
                    e instanceof StorageFailure known ? known : new StorageFailure("the mailboxes' commit failed", e);
            broken = failure;
            log.error("mailboxes: a commit failed; nothing is acknowledged any more", failure);
            failureListeners.forEach(listener -> listener.accept(failure));
            return failure;
        }
    }

    private void tell(List<Work> batch, @Nullable StorageFailure failure) {
        for (Work work : batch) {
            try {
                work.settled(failure);
            } catch (RuntimeException e) {
                log.error("mailboxes: telling the outcome of a commit failed", e);
            }
            unsettledBytes.addAndGet(-work.bytes());
        }
    }

    /// Writes what waits, tells everybody, and ends.
    @Override
    public void close() {
        MailboxThreads.end(threads.committing());
        ended = true;
        List<Work> late = new ArrayList<>();
        waiting.drainTo(late);
        threads.telling().execute(() -> tell(late, new StorageFailure("the mailboxes are closed")));
        MailboxThreads.end(threads.telling());
    }
}
