package waxwing.server.mailbox;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waxwing.store.StorageFailure;

/// The removal of a queue's entries, on its way to the store.
final class WipeWork implements Committer.Work {
    private final QueueId queue;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<@Nullable StorageFailure> failed = new AtomicReference<>();

    WipeWork(QueueId queue) {
        this.queue = queue;
    }

    @Override
    public void collect(List<Change> into) {
        into.add(new Change.Wipe(queue));
    }

    @Override
    public void settled(@Nullable StorageFailure failure) {
        failed.set(failure);
        done.countDown();
    }

    boolean isDone() {
        return done.getCount() == 0 && failed.get() == null;
    }

    /// Waits, even if interrupted, until the queue is empty for good.
    ///
    /// @throws StorageFailure if the storage failed
    void await() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        StorageFailure failure = failed.get();
        if (failure != null) {
            throw new StorageFailure("a queue could not be wiped", failure);
        }
    }
}
