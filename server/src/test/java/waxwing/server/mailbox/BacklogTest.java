package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waxwing.server.MutableClock;

/// How much the mailboxes take on while the disk is slow.
class BacklogTest {
    private static final int ENTRY_BYTES = 100_000;
    private static final long MOST_BYTES = 1_000_000;
    private static final int MOST_DEPOSITS = 50;

    private final MutableClock clock = new MutableClock();
    private final GatedStore store = new GatedStore();
    private final Mailbox mailbox = new Mailbox(
            store,
            clock,
            new MailboxLimits(
                    10_000, 64L << 20, MOST_DEPOSITS, MOST_BYTES, Duration.ofHours(25), Duration.ofHours(13)));
    private int deposits;

    @AfterEach
    void close() {
        store.letThrough();
        mailbox.close();
    }

    @Test
    void depositsOfTooManyBytesAreRefusedUntilTheOnesBeforeAreWritten() {
        store.hold();
        List<AtomicReference<@Nullable DepositOutcome>> taken = IntStream.range(0, 10)
                .mapToObj(_ -> deposit(Deposit.Disposition.STORE))
                .toList();
        assertThat(taken).allMatch(outcome -> outcome.get() == null);

        for (Deposit.Disposition how : Deposit.Disposition.values()) {
            assertThat(deposit(how).get()).as("%s", how).isInstanceOf(DepositOutcome.Busy.class);
        }

        store.letThrough();
        await().until(() -> taken.stream().allMatch(BacklogTest::isAccepted));
        AtomicReference<@Nullable DepositOutcome> later = await().until(
                        () -> deposit(Deposit.Disposition.STORE),
                        outcome -> !(outcome.get() instanceof DepositOutcome.Busy));
        await().until(() -> isAccepted(later));
    }

    @Test
    void aLargeBacklogIsWrittenInSeveralBatchesInOrder() {
        Mailbox large = new Mailbox(store, clock, MailboxLimits.DEFAULT);
        int before = store.commits().size();
        store.hold();
        int count = 400;
        List<AtomicReference<@Nullable DepositOutcome>> all = IntStream.range(0, count)
                .mapToObj(_ -> deposit(large, Deposit.Disposition.STORE))
                .toList();

        store.letThrough();
        await().until(() -> all.stream().allMatch(BacklogTest::isAccepted));

        List<List<Change>> commits = store.commits();
        assertThat(commits.subList(before, commits.size()))
                .allSatisfy(batch -> assertThat(bytes(batch)).isLessThan((16 << 20) + 2 * ENTRY_BYTES));
        assertThat(store.usage(queueOf(0)).entries()).isEqualTo(count / 10);
        large.close();
    }

    private static long bytes(List<Change> batch) {
        return batch.stream()
                .map(change -> change instanceof Change.Put put ? put.entry().size() : 0)
                .mapToLong(Integer::longValue)
                .sum();
    }

    private static boolean isAccepted(AtomicReference<@Nullable DepositOutcome> outcome) {
        return outcome.get() instanceof DepositOutcome.Accepted;
    }

    private static QueueId queueOf(int deposit) {
        return new QueueId(1 + deposit % 10);
    }

    private AtomicReference<@Nullable DepositOutcome> deposit(Deposit.Disposition how) {
        return deposit(mailbox, how);
    }

    private AtomicReference<@Nullable DepositOutcome> deposit(Mailbox into, Deposit.Disposition how) {
        AtomicReference<@Nullable DepositOutcome> outcome = new AtomicReference<>();
        QueueId queue = queueOf(deposits);
        into.deposit(
                new Deposit(
                        Mail.submit(clock.millis(), deposits++),
                        clock.millis(),
                        how,
                        List.of(new Deposit.Addressed(queue, Mail.large(ENTRY_BYTES)))),
                outcome::set);
        return outcome;
    }
}
