package waxwing.server.mailbox;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import waxwing.server.MutableClock;

/// Mailboxes over a store whose commits can be held back, with two devices' queues and whoever deposits into them.
abstract class MailboxFixture {
    static final QueueId PHONE = new QueueId(1);
    static final QueueId LAPTOP = new QueueId(2);
    static final MailboxLimits LIMITS =
            new MailboxLimits(1_000, 1 << 20, 65_536, 256 << 20, Duration.ofHours(25), Duration.ofHours(13));

    final MutableClock clock = new MutableClock();
    final long start = clock.millis();
    final GatedStore store = new GatedStore();
    Mailbox mailbox = new Mailbox(store, clock, LIMITS);
    private long submits;

    @AfterEach
    void close() {
        store.letThrough();
        store.failWith(null);
        mailbox.close();
    }

    /// As after a restart of the relay.
    void reopen() {
        mailbox.close();
        mailbox = new Mailbox(store, clock, LIMITS);
    }

    Device caughtUp(QueueId queue) {
        Device device = Device.connect(mailbox, queue);
        await().until(() -> device.empties() == 1);
        return device;
    }

    void fill(QueueId queue) {
        List<Sent> all = IntStream.range(0, LIMITS.entries())
                .mapToObj(i -> deposit(submit(), "m" + i, queue))
                .toList();
        await().until(() -> all.stream().allMatch(Sent::isAccepted));
    }

    SubmitKey submit() {
        return Mail.submit(start, submits++);
    }

    Sent deposit(String text) {
        return deposit(submit(), text, PHONE);
    }

    Sent deposit(SubmitKey submit, String text, QueueId... queues) {
        return deposit(submit, Mail.message(text), queues);
    }

    Sent deposit(SubmitKey submit, Entry entry, QueueId... queues) {
        List<QueueId> targets = queues.length == 0 ? List.of(PHONE) : List.of(queues);
        Sent sent = new Sent();
        mailbox.deposit(
                new Deposit(
                        submit,
                        clock.millis(),
                        Deposit.Disposition.STORE,
                        targets.stream()
                                .map(queue -> new Deposit.Addressed(queue, entry))
                                .toList()),
                sent::add);
        return sent;
    }

    /// What its sender was told.
    static final class Sent {
        private final List<DepositOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());

        void add(DepositOutcome outcome) {
            outcomes.add(outcome);
        }

        List<DepositOutcome> outcomes() {
            return List.copyOf(outcomes);
        }

        boolean isAccepted() {
            return outcomes.size() == 1 && outcomes.getFirst() instanceof DepositOutcome.Accepted;
        }
    }
}
