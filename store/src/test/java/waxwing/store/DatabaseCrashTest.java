package waxwing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a process that commits, again and again over the same file.
class DatabaseCrashTest {
    private static final int ROUNDS = 20;

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @Test
    void whatWasCommittedSurvivesKills() throws IOException, InterruptedException {
        System.out.println("waxwing.seed=" + seed);
        try (Database database = open()) {
            database.migrate("waxwing/store/testdb");
        }
        Set<Long> committed = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            committed.addAll(commitUntilKilled(1_000_000L * round));
            try (Database database = open()) {
                assertThat(rows(database)).as("seed %d, round %d", seed, round).containsAll(committed);
            }
        }
        System.out.printf(
                "kill -9, H2: %d rounds, seed %d, %d rows told committed, lost: 0%n", ROUNDS, seed, committed.size());
    }

    private Database open() {
        return Database.openH2(new H2Settings(folder.resolve("test"), Optional.empty(), 1));
    }

    private static Set<Long> rows(Database database) {
        return database.read(handle ->
                handle.createQuery("SELECT id FROM note").mapTo(Long.class).set());
    }

    private List<Long> commitUntilKilled(long firstNumber) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingDatabase.class.getName(),
                        folder.resolve("test").toString(),
                        Long.toString(firstNumber))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int enough = 20 + random.nextInt(200);
        StringBuilder told = new StringBuilder();
        try (Reader output = process.inputReader(StandardCharsets.US_ASCII)) {
            int lines = 0;
            for (int next = output.read(); next >= 0; next = output.read()) {
                told.append((char) next);
                if (next == '\n' && ++lines == enough) {
                    // The handle's kill leaves the pipe open, and what was told before it can be read.
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(lines).as("told before the kill").isGreaterThanOrEqualTo(enough);
        } finally {
            process.destroyForcibly().waitFor();
        }
        // The last line may have been cut off by the kill.
        return told.substring(0, told.lastIndexOf("\n"))
                .lines()
                .map(Long::parseLong)
                .toList();
    }
}
