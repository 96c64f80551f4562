package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waxwing.store.StorageFailure;

/// A deposit between its arrival and its outcome. Whoever repeats the submit meanwhile waits for the same
/// outcome.
final class PendingDeposit implements Committer.Work {
    private final SubmitKey submit;
    private final long acceptedAtMillis;
    /// Devices that acknowledge first spare the disk, and the sender learns of it no sooner than of all else.
    private final boolean alwaysWritten;
    private final BiConsumer<PendingDeposit, DepositOutcome> beforeTelling;
    private final long bytes;
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final Object lock = new Object();
    private @Nullable List<Consumer<DepositOutcome>> listeners = new ArrayList<>(1);
    private volatile List<DeviceQueue> queues = List.of();
    private volatile List<QueuedEntry> entries = List.of();
    private volatile List<SequencedEntry> nowhere = List.of();
    private volatile boolean over;

    /// @param beforeTelling is told the outcome once, before the listeners
    PendingDeposit(
            Deposit deposit,
            Consumer<DepositOutcome> listener,
            BiConsumer<PendingDeposit, DepositOutcome> beforeTelling) {
        this.submit = deposit.submit();
        this.acceptedAtMillis = deposit.acceptedAtMillis();
        this.alwaysWritten = deposit.disposition() != Deposit.Disposition.STORE;
        this.bytes = deposit.entries().stream()
                .mapToLong(addressed -> addressed.entry().size())
                .sum();
        this.beforeTelling = beforeTelling;
        listen(listener);
    }

    SubmitKey submit() {
        return submit;
    }

    long acceptedAtMillis() {
        return acceptedAtMillis;
    }

    /// @return false if the outcome has been told already
    boolean listen(Consumer<DepositOutcome> listener) {
        synchronized (lock) {
            if (listeners == null) {
                return false;
            }
            listeners.add(listener);
            return true;
        }
    }

    /// Of all its entries, stored or not: they are in memory until it is settled.
    @Override
    public long bytes() {
        return bytes;
    }

    /// Names the entries and the queues that they are in, entry by entry. Before it is handed to the committer.
    void place(List<DeviceQueue> queues, List<QueuedEntry> entries) {
        this.queues = queues;
        this.entries = entries;
        unacknowledged.set(entries.size());
    }

    /// Names what is written in the place of entries that are dropped, and removed with the same batch: the bytes that
    /// go to the disk take time, by which a sender could tell. Before it is handed to the committer.
    void placeNowhere(List<SequencedEntry> blanks) {
        this.nowhere = blanks;
    }

    void finish(DepositOutcome outcome) {
        List<Consumer<DepositOutcome>> told;
        synchronized (lock) {
            if (listeners == null) {
                return;
            }
            told = listeners;
            beforeTelling.accept(this, outcome);
            listeners = null;
        }
        told.forEach(listener -> listener.accept(outcome));
    }

    /// A device acknowledged its entry before it was written. When all did, the deposit is accepted without the
    /// disk, and what is left of it in the committer holds none of its bytes. One that is always written waits for
    /// the batch with its record.
    void entryDropped() {
        if (unacknowledged.decrementAndGet() == 0 && !alwaysWritten) {
            finish(new DepositOutcome.Accepted(acceptedAtMillis));
            over = true;
            queues = List.of();
            entries = List.of();
        }
    }

    /// Whether it need not be written if its devices acknowledge, and all of them are connected and quick to. Under
    /// the locks of the queues.
    boolean isForPromptDevices() {
        if (alwaysWritten) {
            return false;
        }
        for (DeviceQueue queue : queues) {
            if (!queue.stream().map(MailboxStream::isPrompt).orElse(false)) {
                return false;
            }
        }
        return !queues.isEmpty();
    }

    /// All devices acknowledged, and the outcome was told.
    @Override
    public boolean isVoid() {
        return over;
    }

    @Override
    public void collect(List<Change> into) {
        for (QueuedEntry entry : entries) {
            if (entry.beginWriting()) {
                into.add(entry.put());
            }
        }
        for (SequencedEntry blank : nowhere) {
            into.add(new Change.Put(QueueId.NOBODYS, blank.sequence(), blank.entry()));
            into.add(new Change.Remove(QueueId.NOBODYS, blank.sequence()));
        }
        if (!over) {
            into.add(new Change.Accepted(submit, acceptedAtMillis));
        }
    }

    @Override
    public void settled(@Nullable StorageFailure failure) {
        List<DeviceQueue> theirs = queues;
        List<QueuedEntry> mine = entries;
        for (int i = 0; i < mine.size() && i < theirs.size(); i++) {
            if (!mine.get(i).isDropped()) {
                theirs.get(i).settled(mine.get(i), failure == null);
            }
        }
        finish(failure == null ? new DepositOutcome.Accepted(acceptedAtMillis) : new DepositOutcome.Failed(failure));
    }
}
