package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waxwing.store.StorageFailure;

/// The queues of what is held for the devices. They are deposited into like any other, and nobody has a
/// stream of them: what is in them is released into the device's own queue, or dropped.
///
/// Whoever releases and drops is one at a time for a device; expiry may come at any time.
public final class HeldQueues {
    private final Mailbox mailbox;
    private final MailboxStore store;
    private final Committer committer;
    private final Sequences sequences;

    HeldQueues(Mailbox mailbox, MailboxStore store, Committer committer, Sequences sequences) {
        this.mailbox = mailbox;
        this.store = store;
        this.committer = committer;
        this.sequences = sequences;
    }

    /// The queues that have entries, each in the form of [QueueId#held].
    public List<QueueId> all() {
        return store.heldQueues();
    }

    /// What is in a queue after a sequence, in order; all that was accepted is.
    ///
    /// @param held in the form of [QueueId#held]
    /// @return fewer than `max` only at the end of the queue
    public List<SequencedEntry> read(QueueId held, long after, int max) {
        return store.read(held, after, max);
    }

    /// Moves held messages to the end of their device's queue, each in one change, in order. Durable when
    /// it returns.
    ///
    /// @param device the device's own queue
    /// @param entries as [#read] gave them
    /// @return how many; the device's queue has no room for the next
    public int release(QueueId device, List<SequencedEntry> entries) {
        List<Release> released = new ArrayList<>(entries.size());
        int done = 0;
        while (done < entries.size() && move(device, entries.get(done), released)) {
            done++;
        }
        released.forEach(Release::await);
        return done;
    }

    private boolean move(QueueId device, SequencedEntry waiting, List<Release> released) {
        if (!(waiting.entry().content() instanceof EntryContent.Held held)) {
            throw new StorageFailure("an entry of " + device + " is no held message (expected: nothing else)");
        }
        Entry entry = new Entry(held.message(), waiting.entry().expiresAtMillis());
        Optional<MailboxStream> awake = Optional.empty();
        // In the order of locks: the names of queues of what is held are below all others.
        DeviceQueue from = mailbox.locked(device.held());
        try {
            DeviceQueue to = mailbox.locked(device);
            try {
                if (!to.isWiped() && !to.hasRoom(entry.size())) {
                    return false;
                }
                if (!to.isWiped() && from.expire(expired(device, waiting))) {
                    QueuedEntry moved = QueuedEntry.moving(device, new SequencedEntry(sequences.next(), entry));
                    Release release = new Release(from, to, moved, waiting.sequence());
                    to.append(moved);
                    awake = to.stream();
                    mailbox.keepOrder(to);
                    committer.submit(release);
                    released.add(release);
                }
            } finally {
                to.unlock();
            }
        } finally {
            from.unlock();
        }
        awake.ifPresent(stream -> stream.outlet().wake());
        return true;
    }

    /// Drops a held message.
    public void drop(QueueId device, SequencedEntry waiting) {
        mailbox.expire(expired(device, waiting));
    }

    private static ExpiredEntry expired(QueueId device, SequencedEntry waiting) {
        return new ExpiredEntry(
                device.held(), waiting.sequence(), waiting.entry().size());
    }

    /// A held message on its way to its device's queue.
    private static final class Release extends AwaitedWork {
        private final DeviceQueue from;
        private final DeviceQueue to;
        private final QueuedEntry moved;
        private final long leaves;

        private Release(DeviceQueue from, DeviceQueue to, QueuedEntry moved, long leaves) {
            this.from = from;
            this.to = to;
            this.moved = moved;
            this.leaves = leaves;
        }

        /// A device that acknowledged it already spares the disk the entry.
        @Override
        public void collect(List<Change> into) {
            if (moved.beginWriting()) {
                into.add(moved.put());
            }
            into.add(new Change.Remove(from.id(), leaves));
        }

        @Override
        public void settled(@Nullable StorageFailure failure) {
            if (!moved.isDropped()) {
                to.settled(moved, failure == null);
            }
            from.removalSettled(leaves, failure);
            super.settled(failure);
        }
    }
}
