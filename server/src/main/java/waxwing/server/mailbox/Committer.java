package waxwing.server.mailbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
/// Work that need not be written if it becomes void soon may have a *grace*: it waits for [#GRACE] up to twice
/// that, and is then written like any other. Work is written in the order of its tickets, but for what has
/// grace left; whoever hands over work that must not overtake some with grace calls [#endGrace] first.
///
/// It is one turn at a time on its executor, a batch each, from the first piece of work on until none is left; between
/// two turns a sweep has its own. Those who wait are told on another, so that the next write need not wait for them.
final class Committer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);
    private static final int LARGEST_BATCH = 512;
    /// More may be in a batch by one piece of work.
    private static final long LARGEST_BATCH_BYTES = 16L << 20;
    static final Duration GRACE = Duration.ofMillis(50);

    /// Something that changes the store and wants to know when that is durable.
    interface Work {
        void collect(List<Change> into);

        /// Bytes that it keeps in memory until it is settled; always the same.
        default long bytes() {
            return 0;
        }

        /// There is nothing to write any more, and nobody to tell.
        default boolean isVoid() {
            return false;
        }

        /// @param failure null if the changes are in the store
        void settled(@Nullable StorageFailure failure);
    }

    private final MailboxStore store;
    private final Sequences sequences;
    private final BlockingQueue<Ticketed> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ticketed> graced = new LinkedBlockingQueue<>();
    private final AtomicLong tickets = new AtomicLong();
    /// The grace of tickets up to this one is over. Only grows.
    private final AtomicLong graceEnded = new AtomicLong();
    /// The last ticket at the last sweep. Only used by sweeps.
    private long sweptTo;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final AtomicLong unsettledBytes = new AtomicLong();
    private final CopyOnWriteArrayList<Consumer<StorageFailure>> failureListeners = new CopyOnWriteArrayList<>();
    private final MailboxThreads threads;
    /// A turn runs, or will.
    private final AtomicBoolean called = new AtomicBoolean();
    /// Nobody writes any more.
    private volatile boolean ended;
    private volatile @Nullable StorageFailure broken;

    private record Ticketed(long ticket, Work work) {}

    Committer(MailboxStore store, Sequences sequences, MailboxThreads threads) {
        this.store = store;
        this.sequences = sequences;
        this.threads = threads;
    }

    /// Hands work over, to be written as soon as can be. Does not block.
    void submit(Work work) {
        add(work, waiting);
        callForTurn();
    }

    /// Hands work over that may soon be void. Does not block.
    ///
    /// @return its ticket
    long submitWithGrace(Work work) {
        long ticket = add(work, graced);
        if (!sweeping.get() && !sweeping.getAndSet(true)) {
            scheduleSweep();
        }
        return ticket;
    }

    private long add(Work work, BlockingQueue<Ticketed> queue) {
        unsettledBytes.addAndGet(work.bytes());
        Ticketed ticketed = new Ticketed(tickets.incrementAndGet(), work);
        queue.add(ticketed);
        // Whoever takes it out tells it: here, or where it ends.
        if (ended && queue.remove(ticketed)) {
            tell(List.of(work), new StorageFailure("the mailboxes are closed"));
        }
        return ticketed.ticket();
    }

    /// Whether work with this ticket has grace left.
    boolean hasGrace(long ticket) {
        return ticket > graceEnded.get();
    }

    /// Ends the grace of all work that was handed over so far: it is written before what comes now.
    void endGrace() {
        endGraceOf(tickets.get());
        callForTurn();
    }

    private void endGraceOf(long ticket) {
        graceEnded.accumulateAndGet(ticket, Math::max);
    }

    private void scheduleSweep() {
        ScheduledFuture<?> _ = threads.committing().schedule(this::sweep, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Ends the grace of what was there at the last sweep already.
    private void sweep() {
        endGraceOf(sweptTo);
        sweptTo = tickets.get();
        // Where all is void nothing is written, and yet sequences are used up.
        if (sequences.due().isPresent()) {
            add(new Reservation(), waiting);
        }
        callForTurn();
        sweeping.set(false);
        if (!graced.isEmpty() && !sweeping.getAndSet(true)) {
            scheduleSweep();
        }
    }

    /// How much work waits to be written.
    int backlog() {
        return waiting.size() + graced.size();
    }

    /// How much memory is kept for work that is not settled: what waits, what is being written, what is being told.
    long backlogBytes() {
        return unsettledBytes.get();
    }

    void onFailure(Consumer<StorageFailure> listener) {
        failureListeners.add(listener);
    }

    /// Has something written, with which sequences are reserved.
    private record Reservation() implements Work {
        @Override
        public void collect(List<Change> into) {}

        @Override
        public void settled(@Nullable StorageFailure failure) {}
    }

    private void callForTurn() {
        if (callTurn()) {
            threads.committing().execute(this::turn);
        }
    }

    /// @return whether nobody else has
    private boolean callTurn() {
        return !called.get() && !called.getAndSet(true);
    }

    private void turn() {
        writeBatch();
        called.set(false);
        if (isAnyDue()) {
            callForTurn();
        }
    }

    /// @return whether there was one to write
    private boolean writeBatch() {
        List<Work> batch = gather();
        if (batch.isEmpty()) {
            return false;
        }
        @Nullable StorageFailure failure = write(batch);
        threads.telling().execute(() -> tell(batch, failure));
        return true;
    }

    /// The last turn: what others call for now may not come any more.
    private void writeAll() {
        boolean wrote = true;
        while (wrote) {
            wrote = writeBatch();
        }
    }

    private boolean isAnyDue() {
        Ticketed first = graced.peek();
        return !waiting.isEmpty() || (first != null && !hasGrace(first.ticket()));
    }

    private List<Work> gather() {
        List<Work> batch = new ArrayList<>(0);
        long bytes = 0;
        while (batch.size() < LARGEST_BATCH && bytes < LARGEST_BATCH_BYTES) {
            Work next = pollDue();
            if (next == null) {
                break;
            }
            if (next.isVoid()) {
                unsettledBytes.addAndGet(-next.bytes());
            } else {
                batch.add(next);
                bytes += next.bytes();
            }
        }
        return batch;
    }

    /// Tickets are given before work is added, so the first of two queues may be behind a later one of another device,
    /// but never behind one that must not overtake it.
    private @Nullable Work pollDue() {
        Ticketed urgent = waiting.peek();
        Ticketed late = graced.peek();
        boolean lateIsDue = late != null && !hasGrace(late.ticket());
        boolean lateIsFirst = lateIsDue && (urgent == null || late.ticket() < urgent.ticket());
        Ticketed first = lateIsFirst ? graced.poll() : waiting.poll();
        return first == null ? null : first.work();
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
        endGraceOf(Long.MAX_VALUE);
        threads.committing().execute(this::writeAll);
        MailboxThreads.end(threads.committing());
        ended = true;
        List<Ticketed> late = new ArrayList<>();
        waiting.drainTo(late);
        graced.drainTo(late);
        threads.telling()
                .execute(() -> tell(
                        late.stream().map(Ticketed::work).toList(), new StorageFailure("the mailboxes are closed")));
        MailboxThreads.end(threads.telling());
    }
}
