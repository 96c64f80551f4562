package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final String MIGRATIONS = "waxwing/store/testdb";

    @TempDir
    private Path folder;

    @Test
    void whatWasCommittedIsThereAfterReopening() {
        try (Database database = open(Optional.empty())) {
            insert(database, 1, "one");
        }
        try (Database database = open(Optional.empty())) {
            assertThat(texts(database)).containsExactly("one");
        }
    }

    @Test
    void workThatThrowsIsRolledBackAndItsExceptionIsThrown() {
        try (Database database = open(Optional.empty())) {
            assertThatThrownBy(() -> database.inTransaction(handle -> {
                        handle.execute("INSERT INTO note (id, text) VALUES (1, 'x')");
                        throw new IllegalStateException("mine");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("mine");
            assertThat(texts(database)).isEmpty();
        }
    }

    @Test
    void aNestedCallJoinsTheRunningTransaction() {
        try (Database database = open(Optional.empty())) {
            assertThatThrownBy(() -> database.inTransaction(handle -> {
                        insert(database, 1, "inner");
                        assertThat(texts(database)).containsExactly("inner");
                        throw new IllegalStateException("outer fails");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(texts(database)).isEmpty();
        }
    }

    @Test
    void anInterruptedCallerWaitsForItsWorkAndLeavesTheDatabaseOpen() throws InterruptedException {
        try (Database database = open(Optional.empty())) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Thread caller = Thread.startVirtualThread(() -> database.inTransaction(handle -> {
                entered.countDown();
                awaitUninterruptibly(go);
                return handle.execute("INSERT INTO note (id, text) VALUES (1, 'survived')");
            }));
            entered.await();
            caller.interrupt();
            go.countDown();
            caller.join();
            assertThat(texts(database)).containsExactly("survived");
        }
    }

    @Test
    void aDeadlockEndsOneTransactionAloneAndTheDatabaseServesOn() throws Exception {
        try (Database database = open(Optional.empty())) {
            insert(database, 1, "one");
            insert(database, 2, "two");
            List<StorageFailure> failures = new ArrayList<>();
            database.onFailure(failures::add);

            List<Optional<RuntimeException>> ends = crossing(database::inTransaction);

            assertThat(ends.stream().flatMap(Optional::stream)).singleElement().isInstanceOf(TransactionConflict.class);
            assertThat(texts(database)).containsAnyOf("first", "second").hasSize(2);
            assertThat(texts(database).stream().distinct()).hasSize(1);
            assertThat(database.conflicts()).isOne();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aRetriedTransactionOutlivesADeadlock() throws Exception {
        try (Database database = open(Optional.empty())) {
            insert(database, 1, "one");
            insert(database, 2, "two");

            assertThat(crossing(database::inRetriedTransaction)).allMatch(Optional::isEmpty);
            assertThat(texts(database).stream().distinct()).hasSize(1);
            assertThat(database.conflicts()).isOne();
        }
    }

    private interface Way {
        void run(Database.Work<Integer> work);
    }

    /// Two transactions that change the same two rows, each the other's first row second.
    ///
    /// @return what each of them ended with
    private static List<Optional<RuntimeException>> crossing(Way way) throws Exception {
        var bothHoldOne = new CountDownLatch(2);
        List<FutureTask<Optional<RuntimeException>>> runs = List.of(
                new FutureTask<>(() -> end(() -> way.run(handle -> {
                    update(handle, 1, "first");
                    meet(bothHoldOne);
                    return update(handle, 2, "first");
                }))),
                new FutureTask<>(() -> end(() -> way.run(handle -> {
                    update(handle, 2, "second");
                    meet(bothHoldOne);
                    return update(handle, 1, "second");
                }))));
        runs.forEach(Thread::startVirtualThread);
        return List.of(runs.getFirst().get(), runs.getLast().get());
    }

    private static Optional<RuntimeException> end(Runnable run) {
        try {
            run.run();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private static int update(Handle handle, long id, String text) {
        return handle.execute("UPDATE note SET text = ? WHERE id = ?", text, id);
    }

    /// Waits for the other one; whoever runs again has met it already.
    private static void meet(CountDownLatch latch) {
        latch.countDown();
        awaitUninterruptibly(latch);
    }

    @Test
    void whoWaitsTooLongForARowIsAConflictToo() throws Exception {
        try (Database database = open(Optional.empty())) {
            insert(database, 1, "one");
            var held = new CountDownLatch(1);
            var tried = new CountDownLatch(1);
            Thread holder = Thread.startVirtualThread(() -> database.inTransaction(handle -> {
                update(handle, 1, "held");
                held.countDown();
                awaitUninterruptibly(tried);
                return 0;
            }));
            held.await();

            assertThatThrownBy(() -> database.inTransaction(handle -> {
                        handle.execute("SET LOCK_TIMEOUT 20");
                        return update(handle, 1, "mine");
                    }))
                    .isInstanceOf(TransactionConflict.class);
            tried.countDown();
            holder.join();
            assertThat(texts(database)).containsExactly("held");
        }
    }

    @Test
    void anEncryptedFileHoldsNoTextInClearAndOpensOnlyWithItsKey() throws IOException {
        FileKey key = FileKey.of(new byte[32]);
        try (Database database = open(Optional.of(key))) {
            insert(database, 1, "a very recognisable sentence");
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("test.mv.db"));
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("recognisable");
        byte[] wrong = new byte[32];
        Arrays.fill(wrong, (byte) 7);
        assertThatThrownBy(() -> open(Optional.of(FileKey.of(wrong)))).isInstanceOf(StorageFailure.class);
        try (Database database = open(Optional.of(key))) {
            assertThat(texts(database)).containsExactly("a very recognisable sentence");
        }
    }

    @Test
    void aDatabaseThatWasSetUpAndIsGoneIsReportedAndNotMadeAfresh() throws IOException {
        open(Optional.empty()).close();
        Files.delete(folder.resolve("test.mv.db"));
        assertThatThrownBy(() -> open(Optional.empty()))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("missing");
        assertThat(folder.resolve("test.mv.db")).doesNotExist();
    }

    @Test
    void aDatabaseThatOpensWithoutItsContentsIsReported() throws IOException {
        open(Optional.empty()).close();
        Files.write(folder.resolve("test.mv.db"), new byte[0]);
        assertThatThrownBy(() -> open(Optional.empty())).isInstanceOf(StorageFailure.class);
    }

    @Test
    void aCrashBetweenMakingAndMarkingIsFinishedAtTheNextOpening() throws IOException {
        open(Optional.empty()).close();
        Files.delete(folder.resolve("test.marker"));
        open(Optional.empty()).close();
        assertThat(folder.resolve("test.marker")).exists();
    }

    @Test
    void aHalfMadeDatabaseThatNeverGotItsNameIsMadeAgain() throws IOException {
        Files.write(folder.resolve("test.new.mv.db"), new byte[] {1, 2, 3});
        try (Database database = open(Optional.empty())) {
            assertThat(texts(database)).isEmpty();
        }
    }

    @Test
    void noTraceFileStandsBesideTheDatabase() throws IOException {
        try (Database database = open(Optional.empty())) {
            assertThatThrownBy(() -> database.inTransaction(handle -> handle.execute("SELECT nonsense")))
                    .isInstanceOf(RuntimeException.class);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("test.mv.db", "test.marker");
        }
    }

    private Database open(Optional<FileKey> key) {
        Database database = Database.openH2(new H2Settings(folder.resolve("test"), key, 2));
        database.migrate(MIGRATIONS);
        return database;
    }

    private static void insert(Database database, long id, String text) {
        database.inTransaction(handle -> handle.execute("INSERT INTO note (id, text) VALUES (?, ?)", id, text));
    }

    private static List<String> texts(Database database) {
        return database.read(handle -> handle.createQuery("SELECT text FROM note ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("the SQL thread was interrupted", e);
        }
    }
}
