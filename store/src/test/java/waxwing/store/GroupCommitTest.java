package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    private static final int CALLERS = 100;
    private static final int SQL_THREADS = 2;

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("test"), Optional.empty(), SQL_THREADS));
        database.migrate("waxwing/store/testdb");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Timeout(60)
    void whoWaitTogetherShareTransactionsAndEachGetsItsOwnResult() throws Exception {
        CountDownLatch go = occupied(SQL_THREADS);
        List<FutureTask<Long>> calls = calls(id -> database.inGroupedTransaction(handle -> {
            insert(handle, id);
            return id * 1_000_000L + transaction(handle);
        }));
        oneAndThenTheOthers(calls);
        go.countDown();

        Set<Long> transactions = new HashSet<>();
        for (int id = 0; id < CALLERS; id++) {
            long result = calls.get(id).get();
            assertThat(result / 1_000_000).isEqualTo(id);
            transactions.add(result % 1_000_000);
        }
        // The one that leads, 64, and the rest.
        assertThat(transactions).hasSize(3);
        assertThat(textsAfterReopening()).hasSize(CALLERS);
    }

    /// Keeps so many of the database's threads busy until the latch is released.
    private CountDownLatch occupied(int threads) throws InterruptedException {
        var go = new CountDownLatch(1);
        var busy = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            Thread.startVirtualThread(() -> database.inTransaction(_ -> {
                busy.countDown();
                await(go);
                return 0;
            }));
        }
        busy.await();
        return go;
    }

    /// The first leads a group of its own, the others are the next ones.
    private static <T> void oneAndThenTheOthers(List<FutureTask<T>> calls) {
        awaitWaiting(List.of(Thread.startVirtualThread(calls.getFirst())));
        awaitWaiting(calls.stream().skip(1).map(Thread::startVirtualThread).toList());
    }

    private static void awaitWaiting(List<Thread> callers) {
        while (!callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoFailsFailsAlone() throws Exception {
        List<FutureTask<Integer>> calls = together(id -> database.inGroupedTransaction(handle -> {
            int inserted = insert(handle, id);
            if (id % 10 == 7) {
                throw new IllegalStateException("mine: " + id);
            }
            return inserted;
        }));

        for (int id = 0; id < CALLERS; id++) {
            FutureTask<Integer> call = calls.get(id);
            if (id % 10 == 7) {
                assertThatThrownBy(call::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("mine: " + id);
            } else {
                assertThat(call.get()).isOne();
            }
        }
        assertThat(textsAfterReopening()).hasSize(CALLERS - CALLERS / 10);
    }

    @Test
    @Timeout(60)
    void aGroupInWhoseWaySomebodyStandsIsRolledBackAndEachRunsAgain() throws Exception {
        database.inTransaction(handle -> insert(handle, 1_000));
        var holds = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        FutureTask<Integer> other = new FutureTask<>(() -> database.inTransaction(handle -> {
            int updated = update(handle, 1_000, "other");
            holds.countDown();
            await(release);
            return updated;
        }));
        Thread.startVirtualThread(other);
        holds.await();
        CountDownLatch go = occupied(SQL_THREADS - 1);
        var runs = new AtomicInteger();
        List<FutureTask<Integer>> calls = calls(id -> database.inGroupedTransaction(handle -> {
            int inserted = insert(handle, id);
            if (id == 10) {
                boolean first = runs.incrementAndGet() == 1;
                handle.execute("SET LOCK_TIMEOUT " + (first ? 20 : 10_000));
                if (!first) {
                    release.countDown();
                }
                update(handle, 1_000, "group");
            }
            return inserted;
        }));
        oneAndThenTheOthers(calls);
        go.countDown();

        for (FutureTask<Integer> call : calls) {
            assertThat(call.get()).isOne();
        }
        assertThat(other.get()).isOne();
        assertThat(runs).hasValue(2);
        assertThat(database.conflicts()).isOne();
        assertThat(textsAfterReopening()).hasSize(CALLERS + 1).endsWith("group");
    }

    @Test
    void aNestedCallJoinsTheRunningTransaction() {
        assertThatThrownBy(() -> database.inTransaction(handle -> {
                    database.inGroupedTransaction(inner -> insert(inner, 1));
                    throw new IllegalStateException("outer fails");
                }))
                .hasMessage("outer fails");
        assertThat(textsAfterReopening()).isEmpty();
    }

    @Test
    void anErrorReachesTheOneWhoseWorkThrewIt() throws Exception {
        List<FutureTask<Integer>> calls = together(id -> database.inGroupedTransaction(handle -> {
            if (id == 3) {
                throw new AssertionError("mine");
            }
            return insert(handle, id);
        }));

        for (int id = 0; id < CALLERS; id++) {
            FutureTask<Integer> call = calls.get(id);
            if (id == 3) {
                assertThatThrownBy(call::get)
                        .cause()
                        .isInstanceOf(AssertionError.class)
                        .hasMessage("mine");
            } else {
                assertThat(call.get()).isOne();
            }
        }
    }

    @Test
    void aClosedDatabaseIsToldToAll() throws Exception {
        database.close();
        for (FutureTask<Integer> call : together(id -> database.inGroupedTransaction(handle -> insert(handle, id)))) {
            assertThatThrownBy(call::get).cause().isInstanceOf(StorageFailure.class);
        }
        open();
    }

    private interface Call<T> {
        T of(int id);
    }

    private static <T> List<FutureTask<T>> together(Call<T> call) {
        List<FutureTask<T>> calls = calls(call);
        calls.forEach(Thread::startVirtualThread);
        return calls;
    }

    private static <T> List<FutureTask<T>> calls(Call<T> call) {
        return IntStream.range(0, CALLERS)
                .mapToObj(id -> new FutureTask<>(() -> call.of(id)))
                .toList();
    }

    private static int insert(Handle handle, long id) {
        return handle.execute("INSERT INTO note (id, text) VALUES (?, 'new')", id);
    }

    private static int update(Handle handle, long id, String text) {
        return handle.execute("UPDATE note SET text = ? WHERE id = ?", text, id);
    }

    private static long transaction(Handle handle) {
        return handle.createQuery("SELECT TRANSACTION_ID()").mapTo(Long.class).one();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("the SQL thread was interrupted", e);
        }
    }

    private List<String> textsAfterReopening() {
        database.close();
        open();
        return database.read(handle -> handle.createQuery("SELECT text FROM note ORDER BY id")
                .mapTo(String.class)
                .list());
    }
}
