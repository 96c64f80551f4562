package waxwing.server.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waxwing.model.SubmitId;
import waxwing.store.StorageFailure;

/// All devices' queues. See the package for how the parts meet.
public final class Mailbox implements AutoCloseable {
    private static final Duration BUSY_FOR = Duration.ofSeconds(1);
    private static final int SWEEP = 1_000;

    private final MailboxStore store;
    private final InstantSource clock;
    private final MailboxLimits limits;
    private final Sequences sequences;
    private final Committer committer;
    private final MailboxStream.Surroundings around;
    private final MailboxThreads threads;
    private final ConcurrentHashMap<QueueId, DeviceQueue> queues = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<SubmitKey, PendingDeposit> inFlight = new ConcurrentHashMap<>();
    private final RecentSubmits recent = new RecentSubmits();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean ending;

    /// Takes the store over and closes it at the end.
    public Mailbox(MailboxStore store, InstantSource clock, MailboxLimits limits) {
        this(store, clock, limits, MailboxThreads.platform());
    }

    /// Takes the threads over, too.
    Mailbox(MailboxStore store, InstantSource clock, MailboxLimits limits, MailboxThreads threads) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.threads = threads;
        this.sequences = Sequences.startingAfterThoseOf(store);
        this.committer = new Committer(store, sequences, threads);
        this.around = new MailboxStream.Surroundings(store, committer, threads.reading(), clock);
    }

    /// Is told once when a commit failed for another reason than a full disk: the relay should end.
    public void onFailure(Consumer<StorageFailure> listener) {
        committer.onFailure(listener);
    }

    /// Deposits the entries and tells the outcome to the listener, now or later, on any thread. A deposit whose
    /// submit was accepted before is told so again and changes nothing.
    public void deposit(Deposit deposit, Consumer<DepositOutcome> listener) {
        PendingDeposit mine = new PendingDeposit(deposit, listener, this::settleSubmit);
        while (true) {
            @Nullable PendingDeposit other = inFlight.putIfAbsent(deposit.submit(), mine);
            if (other == null) {
                break;
            }
            if (other.listen(listener)) {
                return;
            }
            Thread.onSpinWait();
        }
        try {
            acceptedBefore(deposit)
                    .ifPresentOrElse(at -> mine.finish(new DepositOutcome.Accepted(at)), () -> place(mine, deposit));
        } catch (StorageFailure e) {
            mine.finish(new DepositOutcome.Failed(e));
        } catch (RuntimeException e) {
            mine.finish(new DepositOutcome.Failed(new StorageFailure("a deposit failed", e)));
            throw e;
        }
    }

    private OptionalLong acceptedBefore(Deposit deposit) {
        return deposit.novelty() == Deposit.Novelty.NEW
                ? recent.acceptedAt(deposit.submit())
                : acceptedBefore(deposit.submit());
    }

    /// @return when the submit was accepted, in Unix milliseconds; empty if it was not, or was forgotten
    public OptionalLong acceptedBefore(SubmitKey submit) {
        OptionalLong remembered = recent.acceptedAt(submit);
        return remembered.isPresent() ? remembered : store.acceptedAt(submit);
    }

    /// A device submits under this id; its deposits follow. A device names its submits in the order of time, so that
    /// one which is younger than all before needs no search among those that were accepted.
    public Deposit.Novelty note(QueueId sender, SubmitId submit) {
        DeviceQueue queue = locked(sender);
        try {
            if (queue.knowsSubmits()) {
                return queue.note(submit);
            }
        } finally {
            queue.unlock();
        }
        OptionalLong newest = store.newestSubmit(sender);
        queue.lock();
        try {
            queue.learnSubmits(newest);
            return queue.note(submit);
        } finally {
            queue.unlock();
        }
    }

    /// Whether [#note] would call the submit new without asking the store.
    public boolean isNew(QueueId sender, SubmitId submit) {
        DeviceQueue queue = queues.get(sender);
        if (queue == null) {
            return false;
        }
        queue.lock();
        try {
            return queue.isNew(submit);
        } finally {
            queue.unlock();
        }
    }

    /// The queues of what is held for the devices.
    public HeldQueues heldQueues() {
        return new HeldQueues(this, store, committer, sequences);
    }

    /// Whether a deposit into the queue need not ask the store how full it is.
    public boolean isAtHand(QueueId id) {
        return queues.containsKey(id);
    }

    /// From now on the submit is found in the memory of recent ones or in the store, or it may be tried again.
    private void settleSubmit(PendingDeposit settled, DepositOutcome outcome) {
        if (outcome instanceof DepositOutcome.Accepted) {
            recent.add(settled.submit(), settled.acceptedAtMillis());
        }
        inFlight.remove(settled.submit(), settled);
    }

    private void place(PendingDeposit pending, Deposit deposit) {
        if (closed.get() || isBusy()) {
            pending.finish(new DepositOutcome.Busy(BUSY_FOR));
            return;
        }
        Deposit.Disposition disposition = deposit.disposition();
        List<Deposit.Addressed> addressed = disposition == Deposit.Disposition.DROP ? List.of() : inOrder(deposit);
        List<DeviceQueue> locked = lockAll(addressed);
        List<MailboxStream> awake = new ArrayList<>(locked.size());
        boolean full;
        try {
            boolean room = haveRoom(locked, addressed);
            full = !room && disposition != Deposit.Disposition.STORE_IF_ROOM;
            if (room && disposition != Deposit.Disposition.DROP_IF_ROOM) {
                append(pending, locked, addressed, awake);
            }
            if (disposition == Deposit.Disposition.DROP
                    || (!room && disposition == Deposit.Disposition.STORE_IF_ROOM)) {
                pending.placeNowhere(deposit.entries().stream()
                        .map(dropped -> new SequencedEntry(
                                sequences.next(), dropped.entry().blank()))
                        .toList());
            }
            if (!full) {
                hand(pending, locked);
            }
        } finally {
            locked.forEach(DeviceQueue::unlock);
        }
        if (full) {
            pending.finish(new DepositOutcome.Full());
        }
        awake.forEach(stream -> stream.outlet().wake());
    }

    /// What is for devices that have been quick to acknowledge may wait a little: it need not be written then. Nothing
    /// may overtake it in any of its queues. Under the locks of the queues.
    private void hand(PendingDeposit pending, List<DeviceQueue> queues) {
        if (pending.isForPromptDevices()) {
            long ticket = committer.submitWithGrace(pending);
            queues.forEach(queue -> queue.noteGrace(ticket));
        } else {
            queues.forEach(this::keepOrder);
            committer.submit(pending);
        }
    }

    void keepOrder(DeviceQueue queue) {
        if (committer.hasGrace(queue.lastGrace())) {
            committer.endGrace();
        }
    }

    private boolean isBusy() {
        return committer.backlog() > limits.backlog() || committer.backlogBytes() >= limits.backlogBytes();
    }

    /// By queue, which is the order of locks.
    private static List<Deposit.Addressed> inOrder(Deposit deposit) {
        if (deposit.entries().size() < 2) {
            return deposit.entries();
        }
        return deposit.entries().stream()
                .sorted(Comparator.comparingLong(entry -> entry.queue().value()))
                .toList();
    }

    private List<DeviceQueue> lockAll(List<Deposit.Addressed> inOrder) {
        List<DeviceQueue> locked = new ArrayList<>(inOrder.size());
        try {
            inOrder.forEach(addressed -> locked.add(locked(addressed.queue())));
        } catch (RuntimeException e) {
            locked.forEach(DeviceQueue::unlock);
            throw e;
        }
        return locked;
    }

    private static boolean haveRoom(List<DeviceQueue> queues, List<Deposit.Addressed> entries) {
        for (int i = 0; i < queues.size(); i++) {
            if (!queues.get(i).hasRoom(entries.get(i).entry().size())) {
                return false;
            }
        }
        return true;
    }

    /// A queue that was wiped takes nothing: its device is gone, and the sender will learn of it with the next
    /// submit.
    private void append(
            PendingDeposit pending,
            List<DeviceQueue> queues,
            List<Deposit.Addressed> addressed,
            List<MailboxStream> awake) {
        List<DeviceQueue> living = new ArrayList<>(queues.size());
        List<QueuedEntry> entries = new ArrayList<>(queues.size());
        for (int i = 0; i < queues.size(); i++) {
            DeviceQueue queue = queues.get(i);
            if (!queue.isWiped()) {
                living.add(queue);
                SequencedEntry sequenced =
                        new SequencedEntry(sequences.next(), addressed.get(i).entry());
                entries.add(QueuedEntry.waiting(queue.id(), sequenced, pending));
            }
        }
        pending.place(living, entries);
        for (int i = 0; i < living.size(); i++) {
            living.get(i).append(entries.get(i));
            living.get(i).stream().ifPresent(awake::add);
        }
    }

    /// The queue's object, locked. Reading how full it is, the first time, happens outside the lock.
    DeviceQueue locked(QueueId id) {
        while (true) {
            @Nullable DeviceQueue queue = queues.get(id);
            if (queue == null) {
                DeviceQueue fresh = new DeviceQueue(id, store.usage(id), id.isHeld() ? limits.ofHeld() : limits);
                @Nullable DeviceQueue other = queues.putIfAbsent(id, fresh);
                queue = other == null ? fresh : other;
            }
            queue.lock();
            if (!queue.isRetired()) {
                return queue;
            }
            queue.unlock();
            Thread.onSpinWait();
        }
    }

    /// Whether one more small entry fits into the queue.
    public boolean hasRoom(QueueId id) {
        DeviceQueue queue = locked(id);
        try {
            return queue.hasRoom(0);
        } finally {
            queue.unlock();
        }
    }

    /// Opens the stream of a connected device; one that it had before is ended.
    public MailboxStream attach(QueueId id, Outlet outlet) {
        DeviceQueue queue = locked(id);
        MailboxStream stream;
        Optional<MailboxStream> before;
        boolean wiped;
        try {
            wiped = queue.isWiped();
            stream = new MailboxStream(queue, outlet, around, sequences.last());
            before = queue.attach(stream);
        } finally {
            queue.unlock();
        }
        before.ifPresent(old -> {
            old.close();
            old.outlet().end(StreamEnd.TAKEN_OVER);
        });
        if (wiped || ending) {
            stream.close();
            outlet.end(wiped ? StreamEnd.REVOKED : StreamEnd.CLOSING);
        }
        return stream;
    }

    /// Whether the device has a stream open now.
    public boolean isConnected(QueueId id) {
        DeviceQueue queue = queues.get(id);
        return queue != null && hasStream(queue);
    }

    /// Devices that have a stream open now.
    public int connected() {
        return (int) queues.values().stream().filter(Mailbox::hasStream).count();
    }

    private static boolean hasStream(DeviceQueue queue) {
        queue.lock();
        try {
            return queue.stream().isPresent();
        } finally {
            queue.unlock();
        }
    }

    /// Ends a revoked device's stream and removes all that waits for it; durable when it returns. May be
    /// repeated.
    public void wipe(QueueId id) {
        beginWipe(id).await();
    }

    WipeWork beginWipe(QueueId id) {
        DeviceQueue queue = locked(id);
        Optional<MailboxStream> stream;
        WipeWork work = new WipeWork(id);
        try {
            queue.wipe(clock.instant());
            stream = queue.stream();
            keepOrder(queue);
            committer.submit(work);
        } finally {
            queue.unlock();
        }
        stream.ifPresent(open -> {
            open.close();
            open.outlet().end(StreamEnd.REVOKED);
        });
        return work;
    }

    /// Removes what is over: expired entries, records of old submits, memory of idle queues. To be called about
    /// once a minute.
    public void tidy() {
        Instant now = clock.instant();
        List<ExpiredEntry> over = store.expired(now.toEpochMilli(), SWEEP);
        over.forEach(this::expire);
        committer.submit(new Forgetting(
                new Change.ForgetSubmits(now.minus(limits.submitMemory()).toEpochMilli())));
        Instant wipedBefore = now.minus(limits.wipedMemory());
        queues.values().removeIf(queue -> queue.retireIfIdle(wipedBefore));
    }

    void expire(ExpiredEntry expired) {
        DeviceQueue queue = locked(expired.queue());
        try {
            if (queue.expire(expired)) {
                committer.submit(new MailboxStream.Removals(
                        queue, List.of(new Change.Remove(expired.queue(), expired.sequence()))));
            }
        } finally {
            queue.unlock();
        }
    }

    /// Ends all streams and lets no new ones begin; deposits go on until [#close].
    public void endStreams() {
        ending = true;
        queues.values().forEach(queue -> {
            Optional<MailboxStream> stream;
            queue.lock();
            try {
                stream = queue.stream();
            } finally {
                queue.unlock();
            }
            stream.ifPresent(open -> {
                open.close();
                open.outlet().end(StreamEnd.CLOSING);
            });
        });
    }

    /// Ends all streams, writes what waits, tells everybody, and closes the store.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        endStreams();
        committer.close();
        MailboxThreads.end(threads.reading());
        store.close();
    }

    private record Forgetting(Change.ForgetSubmits change) implements Committer.Work {
        @Override
        public void collect(List<Change> into) {
            into.add(change);
        }

        @Override
        public void settled(@Nullable StorageFailure failure) {
            // If it failed it is tried again a minute later.
        }
    }
}
