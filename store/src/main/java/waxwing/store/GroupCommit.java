package waxwing.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Work of callers who wait at the same time, in one transaction, so that one commit makes all of it durable (group
/// commit: DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984).
///
/// The caller who finds nobody there leads: it runs what waits, and hands over to the first of those who came
/// meanwhile. If somebody's work fails, the group is rolled back, and each runs again in a transaction of its own, so
/// that each gets its own result or its own exception. A failure of the storage is everybody's.
final class GroupCommit {
    /// The locks of all of them are held until all of them have run.
    private static final int MOST = 64;

    private final Database database;
    /// Guarded by this, as what follows. A leader stands in it first until it runs.
    private final Queue<Member<?>> waiting = new ArrayDeque<>();

    private boolean isLed;

    GroupCommit(Database database) {
        this.database = database;
    }

    <T extends @Nullable Object> T call(Database.Work<T> work) {
        Member<T> mine = new Member<>(work);
        if (isFirst(mine) || mine.leads.join()) {
            lead();
        }
        return mine.result();
    }

    private synchronized boolean isFirst(Member<?> member) {
        waiting.add(member);
        boolean first = !isLed;
        isLed = true;
        return first;
    }

    private void lead() {
        List<Member<?>> group = List.of();
        try {
            group = next();
            run(group);
        } finally {
            handOver();
            group.forEach(member -> member.leads.complete(false));
        }
    }

    private synchronized List<Member<?>> next() {
        List<Member<?>> group = new ArrayList<>(Math.min(waiting.size(), MOST));
        while (!waiting.isEmpty() && group.size() < MOST) {
            group.add(waiting.remove());
        }
        return group;
    }

    private void handOver() {
        Member<?> next;
        synchronized (this) {
            next = waiting.peek();
            isLed = next != null;
        }
        if (next != null) {
            next.leads.complete(true);
        }
    }

    private void run(List<Member<?>> group) {
        if (group.size() == 1 || !runTogether(group)) {
            group.forEach(member -> {
                member.runAlone(database);
                member.leads.complete(false);
            });
        }
    }

    /// @return false if somebody's work, or somebody outside, was in the others' way
    private boolean runTogether(List<Member<?>> group) {
        try {
            database.inTransaction(handle -> {
                group.forEach(member -> member.runWith(handle));
                return group;
            });
            return true;
        } catch (StorageFailure failure) {
            group.forEach(member -> member.failure = failure);
            return true;
        } catch (RuntimeException | Error _) {
            return false;
        }
    }

    /// One caller and its work.
    private static final class Member<T extends @Nullable Object> {
        private final Database.Work<T> work;
        /// Whether it is to lead; false once it has a result.
        private final CompletableFuture<Boolean> leads = new CompletableFuture<>();

        private @Nullable T result;
        private @Nullable Throwable failure;

        private Member(Database.Work<T> work) {
            this.work = work;
        }

        private void runWith(Handle handle) {
            result = work.with(handle);
        }

        private void runAlone(Database database) {
            try {
                result = database.inRetriedTransaction(work);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        @SuppressWarnings("NullAway") // Null only if the work's own result is.
        private T result() {
            return switch (failure) {
                case null -> result;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
            };
        }
    }
}
