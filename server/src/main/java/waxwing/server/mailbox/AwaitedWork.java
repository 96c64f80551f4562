package waxwing.server.mailbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waxwing.store.StorageFailure;

/// Work that somebody waits for.
abstract class AwaitedWork implements Committer.Work {
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<@Nullable StorageFailure> failed = new AtomicReference<>();

    @Override
    public void settled(@Nullable StorageFailure failure) {
        failed.set(failure);
        done.countDown();
    }

    boolean isDone() {
        return done.getCount() == 0 && failed.get() == null;
    }

    /// Waits, even if interrupted, until its changes are in the store.
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
            throw new StorageFailure("the storage failed", failure);
        }
    }
}
