package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waxwing.store.PowerLossTest.File;

/// A change of the schema that is cut off loses nothing, and the next start makes it.
class MigrationCopyTest {
    private static final String TEXT = "twelve chars";

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @ParameterizedTest
    @CsvSource({"PLAIN, 1", "PLAIN, 2", "PLAIN, 3", "ENCRYPTED, 1", "ENCRYPTED, 3"})
    void aChangeThatIsCutOffBeginsAnew(File file, int stage) throws IOException, InterruptedException {
        madeBefore(file);
        assertThat(changedUpTo(stage, file)).isEqualTo(MigratingDatabase.GONE);
        assertThat(inClear(copy())).isEqualTo(file == File.PLAIN);

        assertThatTheNextStartChangesIt(file);
    }

    @Test
    void aChangeThatIsCutOffTwiceBeginsAnew() throws IOException, InterruptedException {
        madeBefore(File.PLAIN);
        assertThat(changedUpTo(3, File.PLAIN)).isEqualTo(MigratingDatabase.GONE);
        assertThat(changedUpTo(1, File.PLAIN)).isEqualTo(MigratingDatabase.GONE);

        assertThatTheNextStartChangesIt(File.PLAIN);
    }

    @Test
    void theFirstSchemaThatIsCutOffBeginsAnew() throws IOException, InterruptedException {
        assertThat(changedUpTo(2, File.PLAIN)).isEqualTo(MigratingDatabase.GONE);

        try (Database database = open(File.PLAIN)) {
            database.migrate(MigratingDatabase.MIGRATIONS);
            assertThat(lengths(database)).isEmpty();
        }
    }

    @Test
    void whatIsCutOffWhenItIsChangedIsChangedOnceMore() throws IOException {
        madeBefore(File.PLAIN);
        byte[] before = Files.readAllBytes(stored());
        try (Database database = open(File.PLAIN)) {
            database.migrate(MigratingDatabase.MIGRATIONS);
        }
        Files.write(copy(), before);

        assertThatTheNextStartChangesIt(File.PLAIN);
    }

    @Test
    void whatCouldNotBeChangedServesNoMoreAndBeginsAnew() {
        madeBefore(File.PLAIN);
        try (Database database = open(File.PLAIN)) {
            MigratingDatabase.failingStage = 3;
            assertThatThrownBy(() -> database.migrate(MigratingDatabase.MIGRATIONS))
                    .hasStackTraceContaining("failed at stage 3");
            assertThatThrownBy(() -> lengths(database))
                    .isInstanceOf(StorageFailure.class)
                    .hasRootCauseMessage("failed at stage 3");
        } finally {
            MigratingDatabase.failingStage = 0;
        }

        assertThatTheNextStartChangesIt(File.PLAIN);
    }

    @Test
    void aCopyThatIsCutOffIsNotUsed() throws IOException {
        madeBefore(File.PLAIN);
        Files.writeString(copy().resolveSibling(copy().getFileName() + ".new"), "half of it");

        assertThatTheNextStartChangesIt(File.PLAIN);
    }

    @Test
    void nothingIsPutBackUnderAProcessThatHasItOpen() throws IOException {
        madeBefore(File.PLAIN);
        Process holder = process(0, File.PLAIN, "hold").start();
        try (BufferedReader told = holder.inputReader()) {
            assertThat(told.readLine()).isEqualTo(MigratingDatabase.HELD);
            Files.writeString(copy(), "not to be put back");

            assertThatThrownBy(() -> open(File.PLAIN))
                    .isInstanceOf(StorageFailure.class)
                    .hasMessageEndingWith("another process has it open");
            assertThat(copy()).exists();
        } finally {
            holder.destroyForcibly().onExit().join();
        }
        Files.delete(copy());
        assertThatTheNextStartChangesIt(File.PLAIN);
    }

    @Test
    void nothingIsPutBackUnderAnotherUserInThisProgram() throws IOException {
        madeBefore(File.PLAIN);
        try (Database database = open(File.PLAIN)) {
            Files.writeString(copy(), "not to be put back");

            assertThatThrownBy(() -> open(File.PLAIN))
                    .isInstanceOf(StorageFailure.class)
                    .hasMessageEndingWith("is open already in this program");
            assertThat(texts(database)).containsExactly(TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderMayBeALinkAndItsPathMayHaveDots(File file) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        folder = link.resolve("..").resolve("link").resolve(".");
        madeBefore(file);

        assertThatTheNextStartChangesIt(file);
    }

    @Test
    void theFileItselfMayNotBeALink() throws IOException {
        madeBefore(File.PLAIN);
        Path elsewhere = Files.move(stored(), folder.resolve("elsewhere.mv.db"));
        Files.createSymbolicLink(stored(), elsewhere);

        assertThatThrownBy(() -> open(File.PLAIN))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("is a link (expected: the file itself");
    }

    @Test
    void withoutRoomForACopyNothingIsChanged(@TempDir Path mountPoint) throws IOException, InterruptedException {
        try (FullDisk disk = FullDisk.mounted(mountPoint, 8)) {
            folder = disk.folder();
            madeBefore(File.PLAIN);
            disk.fillUp(8_192);
            try (Database database = open(File.PLAIN)) {
                assertThatThrownBy(() -> database.migrate(MigratingDatabase.MIGRATIONS))
                        .isInstanceOf(StorageFull.class)
                        .hasMessageContaining("so its schema was not changed: the disk is full (expected: room for ");
            }
            try (Database database = open(File.PLAIN)) {
                assertThat(texts(database)).containsExactly(TEXT);
            }
            disk.free();
            assertThatTheNextStartChangesIt(File.PLAIN);
        }
    }

    private void madeBefore(File file) {
        try (Database database = open(file)) {
            database.migrate("waxwing/store/testdb");
            database.inTransaction(handle -> handle.execute("INSERT INTO note (id, text) VALUES (1, ?)", TEXT));
        }
    }

    private int changedUpTo(int stage, File file) throws IOException, InterruptedException {
        return process(stage, file, "change")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private ProcessBuilder process(int lastStage, File file, String work) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-D" + MigratingDatabase.LAST_STAGE + "=" + lastStage,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigratingDatabase.class.getName(),
                        folder.resolve("test").toString(),
                        file.name(),
                        work)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private void assertThatTheNextStartChangesIt(File file) {
        try (Database database = open(file)) {
            database.migrate(MigratingDatabase.MIGRATIONS);
            assertThat(lengths(database)).containsExactly(TEXT.length());
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("test.mv.db", "test.marker");
        }
        try (Database database = open(file)) {
            assertThat(lengths(database)).containsExactly(TEXT.length());
        }
    }

    private Database open(File file) {
        return MigratingDatabase.open(folder.resolve("test"), file);
    }

    private Path stored() {
        return folder.resolve("test.mv.db");
    }

    private Path copy() {
        return folder.resolve("test.mv.db.before-migration");
    }

    private static boolean inClear(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(TEXT);
    }

    private static List<String> texts(Database database) {
        return database.read(handle ->
                handle.createQuery("SELECT text FROM note").mapTo(String.class).list());
    }

    private static List<Integer> lengths(Database database) {
        return database.read(handle -> handle.createQuery("SELECT length FROM note")
                .mapTo(Integer.class)
                .list());
    }
}
