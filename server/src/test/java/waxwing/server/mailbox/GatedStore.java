package waxwing.server.mailbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import waxwing.store.StorageFailure;

/// A store whose commits a test holds back, lets through or makes fail.
final class GatedStore implements MailboxStore {
    private final MemoryMailboxStore store = new MemoryMailboxStore();
    private final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
    private final List<List<Change>> commits = Collections.synchronizedList(new ArrayList<>());
    private volatile Runnable before = () -> {};
    private volatile @Nullable StorageFailure failure;
    private volatile @Nullable RuntimeException readFailure;

    void hold() {
        permits.drainPermits();
    }

    /// Is run at each commit, before it.
    void beforeCommits(Runnable step) {
        before = step;
    }

    void letThrough() {
        permits.release(Integer.MAX_VALUE / 2);
    }

    void failWith(@Nullable StorageFailure next) {
        failure = next;
    }

    void failReadsWith(RuntimeException next) {
        readFailure = next;
    }

    /// The commits so far, the first of which reserves sequences.
    List<List<Change>> commits() {
        return List.copyOf(commits);
    }

    boolean isHolding() {
        return permits.hasQueuedThreads();
    }

    @Override
    public void apply(List<Change> changes) {
        before.run();
        permits.acquireUninterruptibly();
        StorageFailure now = failure;
        if (now != null) {
            throw now;
        }
        commits.add(List.copyOf(changes));
        store.apply(changes);
    }

    @Override
    public List<SequencedEntry> read(QueueId queue, long after, int max) {
        RuntimeException now = readFailure;
        if (now != null) {
            throw now;
        }
        return store.read(queue, after, max);
    }

    @Override
    public QueueUsage usage(QueueId queue) {
        return store.usage(queue);
    }

    @Override
    public OptionalLong acceptedAt(SubmitKey submit) {
        return store.acceptedAt(submit);
    }

    @Override
    public OptionalLong newestSubmit(QueueId sender) {
        return store.newestSubmit(sender);
    }

    @Override
    public List<QueueId> heldQueues() {
        return store.heldQueues();
    }

    @Override
    public long reserved() {
        return store.reserved();
    }

    @Override
    public List<ExpiredEntry> expired(long nowMillis, int max) {
        return store.expired(nowMillis, max);
    }

    @Override
    public void close() {
        store.close();
    }
}
