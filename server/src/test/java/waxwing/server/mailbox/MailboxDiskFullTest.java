package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.store.FullDisk;
import waxwing.store.StorageFull;

/// A disk that fills up under the mailboxes, and has room again, without a restart.
class MailboxDiskFullTest {
    private static final int ROUNDS = Integer.getInteger("waxwing.rounds", 3);
    private static final int QUEUES = 4;
    private static final int AT_ONCE = 20;
    private static final int ENTRY_BYTES = 2_000;
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private final long seed = Long.getLong("waxwing.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Set<Long> accepted = new TreeSet<>();
    private int refused;
    private long next;
    private @Nullable FullDisk disk;

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

    @Test
    void aFullDiskIsToldLosesNothingAndServesAgainOnceThereIsRoom() throws IOException {
        FullDisk full = Objects.requireNonNull(disk);
        for (int round = 0; round < ROUNDS; round++) {
            try (Mailbox mailbox = open(full)) {
                full.fillUp(random.nextInt(200_000));
                List<Sent> sent = new ArrayList<>();
                // Most are refused; now and then RocksDB still waits for room.
                await().atMost(Duration.ofMinutes(1)).until(() -> {
                    sent.addAll(deposits(mailbox));
                    return !sent.stream().allMatch(Sent::isAccepted);
                });
                full.free();
                await().atMost(RECOVERY).until(() -> sent.stream().allMatch(Sent::isSettled));
                await().atMost(RECOVERY).until(() -> {
                    List<Sent> after = deposits(mailbox);
                    sent.addAll(after);
                    return after.stream().allMatch(Sent::isAccepted);
                });
                sent.forEach(this::count);
            }
            assertThat(lost(full)).as("seed %d, round %d", seed, round).isEmpty();
        }
        System.out.printf(
                "disk full, RocksDB: %d rounds, seed %d, %d accepted, %d refused, lost: 0%n",
                ROUNDS, seed, accepted.size(), refused);
    }

    private record Sent(long number, CompletableFuture<DepositOutcome> outcome) {
        /// Waits a while for the outcome, so that one deposit follows the other.
        private boolean isAccepted() {
            try {
                return outcome.get(1, TimeUnit.SECONDS) instanceof DepositOutcome.Accepted;
            } catch (TimeoutException _) {
                return false;
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        private boolean isSettled() {
            return outcome.isDone();
        }
    }

    private void count(Sent sent) {
        switch (sent.outcome().join()) {
            case DepositOutcome.Accepted _ -> accepted.add(sent.number());
            case DepositOutcome.Failed failed -> {
                assertThat(failed.failure()).as("seed %d", seed).isInstanceOf(StorageFull.class);
                refused++;
            }
            case DepositOutcome.Full _, DepositOutcome.Busy _ ->
                throw new AssertionError("the mailbox is not that full");
        }
    }

    private static RocksMailboxStore store(FullDisk disk) {
        return RocksMailboxStore.open(disk.folder().resolve("mailboxes"), RecordedMailbox.MEMTABLE_BYTES);
    }

    private static Mailbox open(FullDisk disk) {
        return new Mailbox(store(disk), Clock.systemUTC(), MailboxLimits.DEFAULT);
    }

    /// Several at once, so that they share a batch.
    private List<Sent> deposits(Mailbox mailbox) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            long number = next++;
            CompletableFuture<DepositOutcome> outcome = new CompletableFuture<>();
            Entry entry = Mail.message(number + " " + "x".repeat(ENTRY_BYTES));
            Deposit.Addressed addressed = new Deposit.Addressed(new QueueId(1 + number % QUEUES), entry);
            mailbox.deposit(
                    new Deposit(Mail.submit(1_000, number), 1_000, Deposit.Disposition.STORE, List.of(addressed)),
                    outcome::complete);
            sent.add(new Sent(number, outcome));
        }
        return sent;
    }

    private Set<Long> lost(FullDisk disk) {
        Set<Long> lost = new TreeSet<>(accepted);
        try (RocksMailboxStore store = store(disk)) {
            for (int queue = 1; queue <= QUEUES; queue++) {
                for (SequencedEntry entry : store.read(new QueueId(queue), 0, Integer.MAX_VALUE)) {
                    String text = Mail.text(entry);
                    lost.remove(Long.parseLong(text.substring(0, text.indexOf(' '))));
                }
            }
        }
        return lost;
    }
}
