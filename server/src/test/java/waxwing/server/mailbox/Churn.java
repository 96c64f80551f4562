package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What happens to the mailboxes of a busy relay, by seed: each [#next] is one batch of changes. Entries come and
/// are acknowledged, queues are wiped, accepted submits are noted and forgotten, and blocks of sequences reserved.
final class Churn {
    private static final int QUEUES = 12;
    private static final int BLOCK = 300;
    private static final int LARGE = 40_000;
    /// How many batches a submit is remembered for.
    private static final int SUBMIT_MEMORY = 100;

    private final Random random;
    private final List<QueueId> queues = new ArrayList<>();
    private final List<Change.Put> live = new ArrayList<>();
    private long lastQueue;
    private long sequence;
    private long reserved;
    private int batches;

    Churn(long seed) {
        random = new Random(seed);
        for (int i = 0; i < QUEUES; i++) {
            queues.add(new QueueId(++lastQueue));
        }
    }

    List<Change> next() {
        batches++;
        List<Change> changes = new ArrayList<>();
        if (reserved - sequence < BLOCK / 2) {
            reserved += BLOCK;
            changes.add(new Change.Reserve(reserved));
        }
        switch (random.nextInt(20)) {
            case 0 -> {
                put(changes, random.nextInt(3));
                wipe(changes);
            }
            case 1 -> changes.add(new Change.ForgetSubmits(Math.max(0, batches - SUBMIT_MEMORY)));
            case 2, 3, 4, 5 -> remove(changes, 1 + random.nextInt(8));
            default -> {
                put(changes, 1 + random.nextInt(5));
                remove(changes, random.nextInt(4));
            }
        }
        return changes;
    }

    private void put(List<Change> changes, int count) {
        for (int i = 0; i < count; i++) {
            sequence++;
            int length = random.nextInt(random.nextInt(30) == 0 ? LARGE : 2_000);
            Entry entry = Mail.message(sequence + "x".repeat(length));
            Change.Put put = new Change.Put(queues.get(random.nextInt(QUEUES)), sequence, entry);
            live.add(put);
            changes.add(put);
            changes.add(new Change.Accepted(Mail.submit(batches, sequence), sequence));
        }
    }

    /// Half of them come from what is newest, as when a device is connected.
    private void remove(List<Change> changes, int count) {
        for (int i = 0; i < count && !live.isEmpty(); i++) {
            int newest = Math.min(live.size(), 10);
            int at = random.nextBoolean() ? random.nextInt(live.size()) : live.size() - 1 - random.nextInt(newest);
            Change.Put put = live.remove(at);
            changes.add(new Change.Remove(put.queue(), put.sequence()));
        }
    }

    private void wipe(List<Change> changes) {
        QueueId ended = queues.set(random.nextInt(QUEUES), new QueueId(++lastQueue));
        live.removeIf(put -> put.queue().equals(ended));
        changes.add(new Change.Wipe(ended));
    }
}
