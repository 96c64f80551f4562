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
    private final Deposit deposit;
    private final BiConsumer<PendingDeposit, DepositOutcome> beforeTelling;
    private final long bytes;
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final Object lock = new Object();
    private @Nullable List<Consumer<DepositOutcome>> listeners = new ArrayList<>(1);
    private List<DeviceQueue> queues = List.of();
    private List<QueuedEntry> entries = List.of();

    /// @param beforeTelling is told the outcome once, before the listeners
    PendingDeposit(
            Deposit deposit,
            Consumer<DepositOutcome> listener,
            BiConsumer<PendingDeposit, DepositOutcome> beforeTelling) {
        this.deposit = deposit;
        this.bytes = deposit.entries().stream()
                .mapToLong(addressed -> addressed.entry().size())
                .sum();
        this.beforeTelling = beforeTelling;
        listen(listener);
    }

    Deposit deposit() {
        return deposit;
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
    /// disk.
    void entryDropped() {
        if (unacknowledged.decrementAndGet() == 0) {
            finish(new DepositOutcome.Accepted(deposit.acceptedAtMillis()));
        }
    }

    /// Whether all its entries went to connected devices that are quick to acknowledge. Under the locks of the queues.
    boolean isForPromptDevices() {
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
        return !entries.isEmpty() && unacknowledged.get() == 0;
    }

    @Override
    public void collect(List<Change> into) {
        for (QueuedEntry entry : entries) {
            if (entry.beginWriting()) {
                into.add(entry.put());
            }
        }
        if (!isVoid()) {
            into.add(new Change.Accepted(deposit.submit(), deposit.acceptedAtMillis()));
        }
    }

    @Override
    public void settled(@Nullable StorageFailure failure) {
        for (int i = 0; i < entries.size(); i++) {
            if (!entries.get(i).isDropped()) {
                queues.get(i).settled(entries.get(i), failure == null);
            }
        }
        finish(
                failure == null
                        ? new DepositOutcome.Accepted(deposit.acceptedAtMillis())
                        : new DepositOutcome.Failed(failure));
    }
}
