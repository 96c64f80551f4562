package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waxwing.store.PowerLossTest.File;

/// The file as it stands right after a commit, which is what `kill -9` leaves then, opens and holds every row that
/// was committed.
class CrashImagesTest {
    private static final int COMMITS = 1_000;
    private static final int OPENED = Integer.getInteger("waxwing.commits", 50);
    private static final int KEPT = 40;

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Set<Long> rows = new TreeSet<>();

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theFileAfterAnyCommitHoldsEveryCommittedRow(File file) throws IOException {
        System.out.println("waxwing.seed=" + seed);
        int step = Math.max(1, COMMITS / OPENED);
        int phase = random.nextInt(step);
        int opened = 0;
        try (Database database = Database.openH2(settings("test", file))) {
            database.migrate("waxwing/store/testdb");
            for (int commit = 0; commit < COMMITS; commit++) {
                change(database, commit);
                if (commit % step == phase) {
                    opened++;
                    assertThat(image(file))
                            .as("seed %d, commit %d", seed, commit)
                            .isEqualTo(rows);
                }
            }
        }
        System.out.printf("crash images, H2 %s: %d of %d commits, seed %d, lost: 0%n", file, opened, COMMITS, seed);
    }

    /// Rows come, and go again after a while, so that space is freed and used again.
    private void change(Database database, long commit) {
        int size = random.nextInt(random.nextInt(20) == 0 ? 2_000 : 200);
        database.inTransaction(handle -> {
            handle.execute("DELETE FROM note WHERE id = ?", commit - KEPT);
            return handle.execute("INSERT INTO note (id, text) VALUES (?, ?)", commit, "x".repeat(size));
        });
        rows.remove(commit - KEPT);
        rows.add(commit);
    }

    private Set<Long> image(File file) throws IOException {
        for (String ending : List.of(".mv.db", ".marker")) {
            Files.copy(
                    folder.resolve("test" + ending),
                    folder.resolve("image" + ending),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (Database opened = Database.openH2(settings("image", file))) {
            return opened.read(handle ->
                    handle.createQuery("SELECT id FROM note").mapTo(Long.class).set());
        }
    }

    private H2Settings settings(String name, File file) {
        Optional<FileKey> key = file == File.ENCRYPTED ? Optional.of(FileKey.of(new byte[32])) : Optional.empty();
        return new H2Settings(folder.resolve(name), key, 1);
    }
}
