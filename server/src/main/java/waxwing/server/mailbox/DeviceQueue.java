package waxwing.server.mailbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waxwing.model.SubmitId;
import waxwing.store.StorageFailure;

/// What the relay keeps in memory of one device's queue: how much is in it, what of it waits for the disk, and
/// the stream that empties it.
///
/// Every field is guarded by [#lock], which is never held during I/O. Whoever needs the locks of several queues
/// takes them in the order of their ids.
final class DeviceQueue {
    private final QueueId id;
    private final MailboxLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<QueuedEntry> pending = new ArrayDeque<>();
    /// Sequences whose removal is under way (false), or was done while the stream's read was (true).
    private final Map<Long, Boolean> gone = new HashMap<>();

    private int entries;
    private long bytes;
    private long commits;
    private int underway;
    /// The last ticket under which an entry waits, or waited, with grace.
    private long lastGrace;
    private Optional<Instant> wipedAt = Optional.empty();
    private boolean retired;
    private boolean touched = true;
    private @Nullable MailboxStream stream;
    /// The youngest submit that this device ever made, as far as it matters: null until the store was asked.
    private @Nullable SubmitId newestSubmit;

    DeviceQueue(QueueId id, QueueUsage usage, MailboxLimits limits) {
        this.id = id;
        this.limits = limits;
        this.entries = usage.entries();
        this.bytes = usage.bytes();
    }

    QueueId id() {
        return id;
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Not to be used any more: another object stands for the queue now.
    boolean isRetired() {
        return retired;
    }

    boolean isWiped() {
        return wipedAt.isPresent();
    }

    boolean hasRoom(long moreBytes) {
        touched = true;
        return entries < limits.entries() && bytes + moreBytes <= limits.bytes();
    }

    boolean knowsSubmits() {
        return newestSubmit != null;
    }

    /// @param madeAtMillis of the youngest submit of this device that the store has
    void learnSubmits(OptionalLong madeAtMillis) {
        if (newestSubmit == null) {
            newestSubmit = SubmitId.lastOf(madeAtMillis.orElse(0));
        }
    }

    boolean isNew(SubmitId submit) {
        return newestSubmit != null && submit.isYoungerThan(newestSubmit);
    }

    Deposit.Novelty note(SubmitId submit) {
        touched = true;
        if (!isNew(submit)) {
            return Deposit.Novelty.PERHAPS_REPEATED;
        }
        newestSubmit = submit;
        return Deposit.Novelty.NEW;
    }

    Optional<MailboxStream> stream() {
        return Optional.ofNullable(stream);
    }

    /// @return the stream that was there before
    Optional<MailboxStream> attach(MailboxStream fresh) {
        Optional<MailboxStream> before = stream();
        stream = fresh;
        return before;
    }

    void detach(MailboxStream ended) {
        if (stream == ended) {
            stream = null;
        }
    }

    void append(QueuedEntry entry) {
        entries++;
        bytes += entry.size();
        underway++;
        pending.add(entry);
        if (stream != null) {
            stream.offer(entry);
        }
    }

    /// An entry that was or is being written left the queue. True if its removal has to be written, which the caller
    /// does.
    boolean remove(QueuedEntry entry) {
        if (entry.isFailed() || gone.containsKey(entry.sequence())) {
            return false;
        }
        entries = Math.max(0, entries - 1);
        bytes = Math.max(0, bytes - entry.size());
        gone.put(entry.sequence(), false);
        underway++;
        return true;
    }

    /// An entry's time is over. True if its removal has to be written, which the caller does.
    boolean expire(ExpiredEntry expired) {
        if (isWiped()
                || gone.containsKey(expired.sequence())
                || (stream != null && stream.isUnacknowledged(expired.sequence()))) {
            return false;
        }
        entries = Math.max(0, entries - 1);
        bytes = Math.max(0, bytes - expired.size());
        gone.put(expired.sequence(), false);
        underway++;
        return true;
    }

    boolean isGone(long sequence) {
        return gone.containsKey(sequence);
    }

    void forgetGone() {
        gone.values().removeIf(done -> done);
    }

    /// The commit that an entry rode in is over.
    void settled(QueuedEntry entry, boolean stored) {
        lock.lock();
        try {
            underway--;
            if (!stored && entry.isUnderway() && !gone.containsKey(entry.sequence())) {
                entries = Math.max(0, entries - 1);
                bytes = Math.max(0, bytes - entry.size());
            }
            entry.settle(stored);
            trimPending();
            commits++;
        } finally {
            lock.unlock();
        }
    }

    void removalSettled(long sequence, @Nullable StorageFailure failure) {
        lock.lock();
        try {
            underway--;
            // A removal that failed leaves the entry on the disk: it is delivered again after a restart.
            if (stream != null && (stream.isLoading() || failure != null)) {
                gone.put(sequence, failure == null);
            } else {
                gone.remove(sequence);
            }
        } finally {
            lock.unlock();
        }
    }

    /// An entry was acknowledged before it was written.
    void dropped(QueuedEntry entry) {
        underway--;
        entries = Math.max(0, entries - 1);
        bytes = Math.max(0, bytes - entry.size());
        trimPending();
    }

    private void trimPending() {
        while (!pending.isEmpty() && !pending.peekFirst().isUnderway()) {
            pending.removeFirst();
        }
    }

    void noteGrace(long ticket) {
        lastGrace = ticket;
    }

    long lastGrace() {
        return lastGrace;
    }

    Iterable<QueuedEntry> pending() {
        return pending;
    }

    /// Grows with each commit that concerned this queue.
    long commits() {
        return commits;
    }

    void wipe(Instant now) {
        wipedAt = Optional.of(now);
        entries = 0;
        bytes = 0;
    }

    /// Gives up the object if nothing hangs on it and nobody used it since the last call. A wiped queue would be a
    /// fresh one then, and so is kept until nobody can know it any more.
    ///
    /// @param wipedBefore until when a queue was wiped that may be forgotten
    boolean retireIfIdle(Instant wipedBefore) {
        lock.lock();
        try {
            boolean remembered = wipedAt.filter(at -> !at.isBefore(wipedBefore)).isPresent();
            if (stream != null || underway > 0 || touched || remembered) {
                touched = false;
                return false;
            }
            retired = true;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
