package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a process that deposits, again and again over the same folder.
class MailboxCrashTest {
    private static final int ROUNDS = 4;

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @TempDir
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
    }

    private List<String> depositUntilKilled(long firstNumber) throws IOException, InterruptedException {
        Path output = folder.resolve("accepted-" + firstNumber);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingMailbox.class.getName(),
                        folder.resolve("mailboxes").toString(),
                        Long.toString(firstNumber))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        int enough = 200 + random.nextInt(3_000);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !process.isAlive() || lines(output).size() >= enough);
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<String> accepted = lines(output);
        assertThat(accepted).as("the process ran until it was killed").hasSizeGreaterThanOrEqualTo(enough);
        return accepted;
    }

    /// The whole lines; the last one may have been cut off by the kill.
    private static List<String> lines(Path output) throws IOException {
        String text = Files.readString(output, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
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
