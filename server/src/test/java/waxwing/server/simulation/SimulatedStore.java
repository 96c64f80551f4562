package waxwing.server.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import waxwing.server.mailbox.Change;
import waxwing.server.mailbox.ExpiredEntry;
import waxwing.server.mailbox.MailboxStore;
import waxwing.server.mailbox.MemoryMailboxStore;
import waxwing.server.mailbox.QueueId;
import waxwing.server.mailbox.QueueUsage;
import waxwing.server.mailbox.SequencedEntry;
import waxwing.server.mailbox.SubmitKey;
import waxwing.store.StorageFull;

/// The disk under the mailboxes. A crash keeps what [MailboxStore#apply] has returned for, except that it may undo
/// the latest batches that held nothing but removals; of the batch that is being written it keeps nothing or all.
final class SimulatedStore {
    private final World world;
    private final MemoryMailboxStore disk = new MemoryMailboxStore();
    /// By batch: what puts back the entries that a batch of removals took away.
    private final List<List<Change.Put>> unsynced = new ArrayList<>();
    private boolean full;

    SimulatedStore(World world) {
        this.world = world;
    }

    /// The store as one incarnation of the relay has it.
    MailboxStore of(SimulatedRelay relay) {
        return new Opened(relay);
    }

    List<SequencedEntry> entries(QueueId queue) {
        return disk.read(queue, 0, Integer.MAX_VALUE);
    }

    void full(boolean now) {
        full = now;
    }

    /// The relay's machine went down.
    void crash(Chance chance) {
        int kept = chance.below(unsynced.size() + 1);
        for (List<Change.Put> lost : unsynced.subList(kept, unsynced.size()).reversed()) {
            disk.apply(List.copyOf(lost));
            lost.forEach(put -> world.ledger().removalUndone(put.queue(), put.sequence()));
        }
        unsynced.clear();
    }

    private void write(List<Change> changes) {
        List<Change.Put> undo = new ArrayList<>();
        for (Change change : changes) {
            world.ledger().written(change);
            if (change instanceof Change.Remove remove) {
                disk.read(remove.queue(), remove.sequence() - 1, 1).stream()
                        .filter(entry -> entry.sequence() == remove.sequence())
                        .forEach(entry -> undo.add(new Change.Put(remove.queue(), entry.sequence(), entry.entry())));
            }
            disk.apply(List.of(change));
        }
        if (changes.stream().anyMatch(Change::mustBeDurable)) {
            unsynced.clear();
        } else {
            unsynced.add(undo);
        }
    }

    /// What an incarnation that has crashed still does has no effect.
    private final class Opened implements MailboxStore {
        private final SimulatedRelay relay;

        private Opened(SimulatedRelay relay) {
            this.relay = relay;
        }

        @Override
        public void apply(List<Change> changes) {
            world.meanwhile();
            if (relay.isDown()) {
                return;
            }
            if (full && world.chance().below(3) > 0) {
                changes.forEach(world.ledger()::notWritten);
                throw new StorageFull("no space", new IllegalStateException());
            }
            write(changes);
            world.meanwhile();
        }

        @Override
        public List<SequencedEntry> read(QueueId queue, long after, int max) {
            world.meanwhile();
            List<SequencedEntry> read = disk.read(queue, after, max);
            world.meanwhile();
            return read;
        }

        @Override
        public QueueUsage usage(QueueId queue) {
            return disk.usage(queue);
        }

        @Override
        public OptionalLong acceptedAt(SubmitKey submit) {
            OptionalLong at = disk.acceptedAt(submit);
            world.meanwhile();
            return at;
        }

        @Override
        public OptionalLong newestSubmit(QueueId sender) {
            OptionalLong newest = disk.newestSubmit(sender);
            world.meanwhile();
            return newest;
        }

        @Override
        public List<QueueId> heldQueues() {
            return disk.heldQueues();
        }

        @Override
        public long reserved() {
            return disk.reserved();
        }

        @Override
        public List<ExpiredEntry> expired(long nowMillis, int max) {
            List<ExpiredEntry> found = disk.expired(nowMillis, max);
            world.meanwhile();
            return found;
        }

        @Override
        public void close() {
            // The disk stays.
        }
    }
}
