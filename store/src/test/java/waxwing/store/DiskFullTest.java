package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waxwing.store.PowerLossTest.File;

/// A disk that fills up under a database, and has room again, without a restart.
class DiskFullTest {
    private static final int ROUNDS = Integer.getInteger("waxwing.rounds", 3);
    private static final int WRITERS = 5;
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Set<Long> committed = Collections.synchronizedSet(new HashSet<>());
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong next = new AtomicLong();
    private FullDisk disk;

    @BeforeEach
    void mount(@TempDir Path folder) throws IOException, InterruptedException {
        System.out.println("waxwing.seed=" + seed);
        disk = FullDisk.mounted(folder, 48);
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskIsToldLosesNothingAndServesAgainOnceThereIsRoom(File file) throws IOException, InterruptedException {
        try (Database database = open(file)) {
            database.migrate("waxwing/store/testdb");
            for (int round = 0; round < ROUNDS; round++) {
                fillUnderLoad(database);
                disk.free();
                servesAgain(database);
                assertThat(lost(database)).as("seed %d", seed).isEmpty();
            }
        }
        try (Database database = open(file)) {
            assertThat(lost(database)).as("seed %d", seed).isEmpty();
        }
        System.out.printf(
                "disk full, H2 %s: %d rounds, seed %d, %d committed, %d refused, lost: 0%n",
                file, ROUNDS, seed, committed.size(), refused.get());
    }

    /// H2 gives the database up below everybody, also below those who have changed nothing.
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void whoOnlyReadsMeanwhileIsToldAndHoldsNobodyUp(File file) throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch full = new CountDownLatch(1);
        try (Database database = open(file)) {
            database.migrate("waxwing/store/testdb");
            FutureTask<Set<Long>> reader = new FutureTask<>(() -> database.read(handle -> {
                ids(handle);
                reading.countDown();
                awaitUpTo(RECOVERY, full);
                throw new TakenBack();
            }));
            Thread.ofVirtual().start(reader);
            awaitUpTo(RECOVERY, reading);
            disk.fillUp(0);
            assertThatThrownBy(() -> insertForever(database)).isInstanceOf(StorageFull.class);
            full.countDown();

            assertThatThrownBy(() -> reader.get(RECOVERY.toSeconds(), TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StorageFull.class);
            disk.free();
            servesAgain(database);
            assertThat(lost(database)).isEmpty();
        }
    }

    private static void awaitUpTo(Duration most, CountDownLatch latch) {
        try {
            assertThat(latch.await(most.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void insertForever(Database database) {
        while (true) {
            insert(database);
        }
    }

    private Database open(File file) {
        Optional<FileKey> key = file == File.ENCRYPTED ? Optional.of(FileKey.of(new byte[32])) : Optional.empty();
        return Database.openH2(new H2Settings(disk.folder().resolve("test"), key, 2));
    }

    /// Writers go on while the disk fills up, until each of them was refused five times.
    private void fillUnderLoad(Database database) throws IOException, InterruptedException {
        AtomicBoolean unexpected = new AtomicBoolean();
        List<Thread> writers = IntStream.range(0, WRITERS)
                .mapToObj(_ -> Thread.startVirtualThread(() -> {
                    for (int refusals = 0; refusals < 5; ) {
                        try {
                            insert(database);
                            takeBack(database);
                        } catch (StorageFull _) {
                            refusals++;
                        } catch (Throwable e) {
                            unexpected.set(true);
                            throw e;
                        }
                    }
                }))
                .toList();
        disk.fillUp(random.nextInt(8_192));
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(unexpected)
                .as("seed %d: a writer got something else than StorageFull", seed)
                .isFalse();
    }

    private void insert(Database database) {
        long id = next.incrementAndGet();
        try {
            Database.Work<Integer> insert = handle -> {
                if (id % 3 == 0) {
                    handle.execute("DELETE FROM note WHERE id < 0 AND id = ?", 30 - id);
                    handle.execute("INSERT INTO note (id, text) VALUES (?, ?)", -id, "x".repeat(1_500));
                }
                return handle.execute("INSERT INTO note (id, text) VALUES (?, 'kept')", id);
            };
            if (id % 2 == 0) {
                database.inTransaction(insert);
            } else {
                database.inGroupedTransaction(insert);
            }
            committed.add(id);
        } catch (StorageFull full) {
            refused.incrementAndGet();
            throw full;
        }
    }

    /// Changes nothing, and fails.
    private static void takeBack(Database database) {
        try {
            database.inTransaction(handle -> {
                handle.execute("SELECT id FROM note WHERE id = 0");
                throw new TakenBack();
            });
        } catch (TakenBack _) {
            // As it should.
        }
    }

    private static final class TakenBack extends RuntimeException {}

    private void servesAgain(Database database) {
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (true) {
            try {
                insert(database);
                return;
            } catch (StorageFull full) {
                if (System.nanoTime() > end) {
                    throw full;
                }
                Thread.onSpinWait();
            }
        }
    }

    private Set<Long> lost(Database database) {
        Set<Long> lost = new TreeSet<>(committed);
        lost.removeAll(database.read(DiskFullTest::ids));
        return lost;
    }

    private static Set<Long> ids(Handle handle) {
        return handle.createQuery("SELECT id FROM note WHERE id > 0")
                .mapTo(Long.class)
                .set();
    }
}
