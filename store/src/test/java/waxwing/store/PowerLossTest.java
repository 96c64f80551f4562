package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Ends without a goodbye, simulated by seed. A kill: all that was written before a random moment is in the file.
/// Loss of power: all that was forced is on the disk, and of the rest any part, in 512-byte sectors and in any
/// order.
class PowerLossTest {
    private static final int SECTOR = 512;
    private static final int BLOCK = 4_096;
    private static final int CASES = 4;
    private static final int IMAGES = Integer.getInteger("waxwing.images", 96);
    /// Longer than H2's RETENTION_TIME, so that space is used again.
    private static final Duration WORKLOAD = Duration.ofMillis(1_500);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<Commit> commits = new ArrayList<>();

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    /// A row that was committed, and how many events there had been when that was told.
    private record Commit(long id, int eventsBefore) {}

    enum File {
        PLAIN,
        ENCRYPTED
    }

    enum End {
        KILL,
        LOSS_OF_POWER
    }

    @BeforeEach
    void printSeed() {
        System.out.println("waxwing.seed=" + seed);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, KILL", "PLAIN, LOSS_OF_POWER", "ENCRYPTED, KILL", "ENCRYPTED, LOSS_OF_POWER"})
    void whatWasCommittedIsThereAfterAnEndAtAnyMoment(File file, End end) throws IOException {
        byte[] before = freshDatabase(file);
        RecordedFilePath.start();
        try (Database database = Database.openH2(settings("test", file), RecordedFilePath.SCHEME + ":")) {
            churn(database);
        }
        List<RecordedFilePath.Event> events = RecordedFilePath.events();
        List<Integer> smallest = inTheSmallestCommits(events);
        int[] cuts = IntStream.range(0, IMAGES / CASES)
                .map(i -> i % 2 == 0 ? random.nextInt(events.size()) : smallest.get(random.nextInt(smallest.size())))
                .sorted()
                .toArray();
        Disk disk = new Disk(before);
        for (int cut : cuts) {
            assertThat(lost(disk, events, cut, file, end))
                    .as("seed %d, cut at event %d", seed, cut)
                    .isEmpty();
        }
        System.out.printf(
                "%s, H2 %s: %d images of %d events, seed %d, lost or unusable: 0%n",
                end, file, IMAGES / CASES, events.size(), seed);
    }

    /// The moments after a write of less than a block that is not the end of a chunk.
    private static List<Integer> inTheSmallestCommits(List<RecordedFilePath.Event> events) {
        return IntStream.range(0, events.size())
                .filter(i -> events.get(i) instanceof RecordedFilePath.Event.Write write
                        && write.bytes().limit() > SECTOR
                        && write.bytes().limit() < BLOCK)
                .mapToObj(i -> i + 1)
                .toList();
    }

    /// The control: the simulation sees what the forcing is for.
    @ParameterizedTest
    @EnumSource
    void withoutForcingCommittedRowsAreLost(File file) throws IOException {
        byte[] before = freshDatabase(file);
        RecordedFilePath.start();
        try (Database database = H2File.open(settings("test", file), path -> RecordedFilePath.SCHEME + ":" + path)) {
            churn(database);
        }
        List<RecordedFilePath.Event> events = RecordedFilePath.events();
        int bad = 0;
        for (int i = 0; i < IMAGES && bad == 0; i++) {
            int cut = events.size() / 4 + random.nextInt(events.size() / 2);
            bad += isDamaged(new Disk(before), events, cut, file) ? 1 : 0;
        }
        assertThat(bad).as("seed %d", seed).isPositive();
    }

    private boolean isDamaged(Disk disk, List<RecordedFilePath.Event> events, int cut, File file) throws IOException {
        try {
            return !lost(disk, events, cut, file, End.LOSS_OF_POWER).isEmpty();
        } catch (StorageFailure _) {
            return true;
        }
    }

    private byte[] freshDatabase(File file) throws IOException {
        try (Database database = Database.openH2(settings("test", file))) {
            database.migrate("waxwing/store/testdb");
        }
        return Files.readAllBytes(folder.resolve("test.mv.db"));
    }

    private H2Settings settings(String name, File file) {
        Optional<FileKey> key = file == File.ENCRYPTED ? Optional.of(FileKey.of(new byte[32])) : Optional.empty();
        return new H2Settings(folder.resolve(name), key, 1);
    }

    /// Inserts lasting rows, and with every fourth another that comes and goes, so that space is freed and used
    /// again. The smallest commits matter too: a block is all that they write.
    private void churn(Database database) {
        long end = System.nanoTime() + WORKLOAD.toNanos();
        for (long id = 1; System.nanoTime() < end; id++) {
            long row = id;
            database.inTransaction(handle -> {
                if (row % 4 == 0) {
                    handle.execute("DELETE FROM note WHERE id < 0 AND id = ?", 20 - row);
                    handle.execute(
                            "INSERT INTO note (id, text) VALUES (?, ?)", -row, "x".repeat(random.nextInt(1_500)));
                }
                return handle.execute("INSERT INTO note (id, text) VALUES (?, 'kept')", row);
            });
            commits.add(new Commit(row, RecordedFilePath.position()));
            // As slow as a disk: the file stays small, and an image of it quick to make.
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// The rows that were committed before the cut and are not in the disk's image.
    private Set<Long> lost(Disk from, List<RecordedFilePath.Event> events, int cut, File file, End end)
            throws IOException {
        Path image = folder.resolve("image.mv.db");
        Files.copy(folder.resolve("test.marker"), folder.resolve("image.marker"), StandardCopyOption.REPLACE_EXISTING);
        int forced = end == End.KILL ? cut : lastForce(events, cut);
        from.applyUpTo(forced, events);
        Files.copy(from.file, image, StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
            for (RecordedFilePath.Event event : events.subList(forced, cut)) {
                applySome(disk, event);
            }
        }
        Set<Long> expected = new HashSet<>();
        commits.stream().filter(commit -> commit.eventsBefore() <= cut).forEach(commit -> expected.add(commit.id()));
        try (Database opened = Database.openH2(settings("image", file))) {
            expected.removeAll(opened.read(handle -> handle.createQuery("SELECT id FROM note WHERE id > 0")
                    .mapTo(Long.class)
                    .set()));
        }
        return expected;
    }

    /// What is on the disk for certain, up to moments that only move on.
    private final class Disk {
        private final Path file = folder.resolve("disk");
        private int applied;

        private Disk(byte[] before) throws IOException {
            Files.write(file, before);
        }

        private void applyUpTo(int events, List<RecordedFilePath.Event> all) throws IOException {
            try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
                for (; applied < events; applied++) {
                    apply(disk, all.get(applied), 0, Integer.MAX_VALUE);
                }
            }
        }
    }

    private static int lastForce(List<RecordedFilePath.Event> events, int cut) {
        for (int i = cut - 1; i >= 0; i--) {
            if (events.get(i) instanceof RecordedFilePath.Event.Force) {
                return i;
            }
        }
        return 0;
    }

    private void applySome(RandomAccessFile disk, RecordedFilePath.Event event) throws IOException {
        if (event instanceof RecordedFilePath.Event.Write write) {
            for (int from = 0; from < write.bytes().limit(); from += SECTOR) {
                if (random.nextBoolean()) {
                    apply(disk, event, from, from + SECTOR);
                }
            }
        } else if (random.nextBoolean()) {
            apply(disk, event, 0, 0);
        }
    }

    private static void apply(RandomAccessFile disk, RecordedFilePath.Event event, int from, int to)
            throws IOException {
        switch (event) {
            case RecordedFilePath.Event.Write write -> {
                int end = Math.min(to, write.bytes().limit());
                byte[] bytes = new byte[end - from];
                write.bytes().get(from, bytes);
                disk.seek(write.position() + from);
                disk.write(bytes);
            }
            case RecordedFilePath.Event.Truncate truncate -> disk.setLength(truncate.size());
            case RecordedFilePath.Event.Force _ -> {}
        }
    }
}
