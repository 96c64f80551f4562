package waxwing.client.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.store.Database;
import waxwing.store.StorageFailure;

/// Runs the work of many callers in few transactions, in the order in which it came: whoever arrives while a
/// commit runs rides in the next one, so that the cost of durability is shared. An idle lane commits at once.
///
/// Work may run twice: when some work of a transaction throws, the transaction is rolled back and each is run
/// again in one of its own. So work changes nothing but the database; what it wants to do outside, it does with
/// its result, which is handed over only after the commit.
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_GROUP = 256;

    private final Database database;
    private final LinkedBlockingQueue<Ride<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread lane;
    private volatile boolean closed;

    GroupCommit(Database database) {
        this.database = database;
        this.lane = Thread.ofVirtual().name("waxwing-commit").start(this::drive);
    }

    /// Waits, not interruptibly, until the work is durable.
    <T> T call(Supplier<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        board(new Ride<>(work, outcome::complete, outcome::completeExceptionally));
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /// Returns at once; exactly one of the two is called, quickly, once the work is durable or has failed, in the
    /// order of the lane.
    <T> void submit(Supplier<T> work, Consumer<T> afterCommit, Consumer<RuntimeException> afterFailure) {
        board(new Ride<>(work, afterCommit, afterFailure));
    }

    private void board(Ride<?> ride) {
        waiting.add(ride);
        if (closed && waiting.remove(ride)) {
            ride.fail(new StorageFailure("this end is closed"));
        }
    }

    private void drive() {
        List<Ride<?>> group = new ArrayList<>();
        while (!closed) {
            try {
                group.add(waiting.take());
            } catch (InterruptedException _) {
                break;
            }
            waiting.drainTo(group, LARGEST_GROUP - 1);
            commit(group);
            group.clear();
        }
        waiting.drainTo(group);
        group.forEach(ride -> ride.fail(new StorageFailure("this end is closed")));
    }

    private void commit(List<Ride<?>> group) {
        try {
            database.inTransaction(_ -> {
                group.forEach(Ride::run);
                return group;
            });
        } catch (RuntimeException failure) {
            if (group.size() == 1) {
                group.getFirst().fail(failure);
            } else {
                group.forEach(ride -> commit(List.of(ride)));
            }
            return;
        }
        group.forEach(Ride::arrive);
    }

    /// Lets the running transaction finish; what waits behind it fails.
    @Override
    public void close() {
        closed = true;
        lane.interrupt();
    }

    private static final class Ride<T> {
        private final Supplier<T> work;
        private final Consumer<T> afterCommit;
        private final Consumer<RuntimeException> afterFailure;
        private List<T> result = List.of();

        Ride(Supplier<T> work, Consumer<T> afterCommit, Consumer<RuntimeException> afterFailure) {
            this.work = work;
            this.afterCommit = afterCommit;
            this.afterFailure = afterFailure;
        }

        void run() {
            result = List.of(work.get());
        }

        void arrive() {
            try {
                afterCommit.accept(result.getFirst());
            } catch (RuntimeException bug) {
                LOG.error("what followed a commit failed", bug);
            }
        }

        void fail(RuntimeException failure) {
            try {
                afterFailure.accept(failure);
            } catch (RuntimeException bug) {
                LOG.error("what followed a failed commit failed", bug);
            }
        }
    }
}
