package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a process that deposits, again and again over the same folder.
class MailboxCrashTest {
    private static final int ROUNDS = 20;

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    @Test
    void whatWasAcceptedSurvivesKillsAndNoSequenceIsRepeated() throws IOException, InterruptedException {
        System.out.println("waxwing.seed=" + seed);
        Set<String> accepted = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            accepted.addAll(depositUntilKilled(1_000_000L * round));
            assertThat(stored()).as("seed %d, round %d", seed, round).containsAll(accepted);
        }
        assertThat(stored()).doesNotHaveDuplicates();
        System.out.printf(
                "kill -9, RocksDB: %d rounds, seed %d, %d deposits told accepted, lost: 0%n",
                ROUNDS, seed, accepted.size());
    }

    private List<String> depositUntilKilled(long firstNumber) throws IOException, InterruptedException {
        Process process = new ChildProgram(folder, CrashingMailbox.class)
                .with(folder.resolve("mailboxes").toString(), Long.toString(firstNumber))
                .start();
        int enough = 50 + random.nextInt(700);
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
        return told.substring(0, told.lastIndexOf("\n")).lines().toList();
    }

    private List<String> stored() {
        List<String> texts = new ArrayList<>();
        Set<Long> sequences = new HashSet<>();
        try (RocksMailboxStore store = RocksMailboxStore.open(folder.resolve("mailboxes"))) {
            for (int queue = 1; queue <= CrashingMailbox.QUEUES; queue++) {
                for (SequencedEntry entry : store.read(new QueueId(queue), 0, 100_000)) {
                    texts.add(Mail.text(entry));
                    assertThat(sequences.add(entry.sequence()))
                            .as("sequence %d is used once", entry.sequence())
                            .isTrue();
                    assertThat(entry.sequence()).isLessThanOrEqualTo(store.reserved());
                }
            }
        }
        return texts;
    }
}
