package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// When a deposit is accepted, and what holds then.
class AcceptanceTest extends MailboxFixture {
    @Test
    void aConnectedDeviceGetsAMessageBeforeItIsOnTheDisk() {
        Device phone = caughtUp(PHONE);
        store.hold();
        Sent sent = deposit("fast");
        await().until(() -> phone.texts().equals(List.of("fast")));
        assertThat(sent.outcomes()).isEmpty();
        store.letThrough();
        await().until(() -> sent.isAccepted());
    }

    @Test
    void whatIsAcknowledgedBeforeItIsWrittenIsAcceptedAndNeverWritten() {
        Device phone = caughtUp(PHONE);
        store.hold();
        Sent blocker = deposit("held by the disk");
        await().until(store::isHolding);
        Sent sent = deposit("acknowledged at once");
        await().until(() -> phone.texts().size() == 2);
        phone.acknowledge(List.of(phone.sequences().get(1)));
        assertThat(sent.isAccepted()).isTrue();
        assertThat(blocker.outcomes()).isEmpty();
        store.letThrough();
        await().until(blocker::isAccepted);
        mailbox.close();
        assertThat(written()).containsExactly("held by the disk");
    }

    @Test
    void aMessageForTwoDevicesIsNotAcceptedUntilTheSecondHasItOrItIsWritten() {
        Device phone = caughtUp(PHONE);
        store.hold();
        deposit("first batch");
        await().until(store::isHolding);
        Sent sent = deposit(submit(), "for both", PHONE, LAPTOP);
        await().until(() -> phone.texts().size() == 2);
        phone.acknowledgeAll();
        assertThat(sent.outcomes()).isEmpty();
        store.letThrough();
        await().until(sent::isAccepted);
        assertThat(store.read(LAPTOP, 0, 10)).extracting(Mail::text).containsExactly("for both");
    }

    @Test
    void whoeverArrivesDuringACommitSharesTheNext() {
        store.hold();
        List<Sent> all = new ArrayList<>();
        all.add(deposit("first"));
        await().until(store::isHolding);
        IntStream.range(0, 100).forEach(i -> all.add(deposit("m" + i)));
        store.letThrough();
        await().until(() -> all.stream().allMatch(Sent::isAccepted));
        assertThat(store.commits()).as("one to reserve sequences, and two").hasSize(3);
    }

    @Test
    void aCrashAfterAcceptedLosesNothing() {
        Sent sent = deposit("kept");
        await().until(sent::isAccepted);
        Mailbox after = new Mailbox(store, clock, LIMITS);
        Device phone = Device.connect(after, PHONE);
        await().until(() -> phone.texts().equals(List.of("kept")));
    }

    @Test
    void sequencesAreNotRepeatedAfterARestart() {
        Device before = caughtUp(PHONE);
        deposit("before");
        await().until(() -> before.sequences().size() == 1);
        reopen();
        deposit("after");
        Device after = Device.connect(mailbox, PHONE);
        await().until(() -> after.texts().contains("after"));
        assertThat(after.sequences().getLast()).isGreaterThan(before.sequences().getFirst());
    }

    @Test
    void aFullDiskIsToldAndTheNextDepositServedAgain() {
        store.failWith(new StorageFull("full", new IllegalStateException()));
        Sent refused = deposit("too much");
        await().until(() -> refused.outcomes().size() == 1);
        assertThat(refused.outcomes().getFirst()).isInstanceOf(DepositOutcome.Failed.class);
        store.failWith(null);
        await().until(deposit("fits")::isAccepted);
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().equals(List.of("fits")));
    }

    @Test
    void nothingIsAcceptedAfterTheStorageFailed() {
        List<StorageFailure> told = Collections.synchronizedList(new ArrayList<>());
        mailbox.onFailure(told::add);
        store.failWith(new StorageFailure("broken"));
        Sent lost = deposit("lost");
        await().until(() -> lost.outcomes().size() == 1);
        assertThat(lost.isAccepted()).isFalse();
        store.failWith(null);
        Sent later = deposit("later");
        await().until(() -> later.outcomes().size() == 1);
        assertThat(later.isAccepted()).isFalse();
        assertThat(told).hasSize(1);
    }

    @Test
    void closingWritesAndTellsEverythingThatWasTakenOn() {
        store.hold();
        List<Sent> all = IntStream.range(0, 50).mapToObj(i -> deposit("m" + i)).toList();
        CountDownLatch closed = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            mailbox.close();
            closed.countDown();
        });
        store.letThrough();
        await().until(() -> closed.getCount() == 0);
        assertThat(all).allMatch(Sent::isAccepted);
        assertThat(store.read(PHONE, 0, 100)).hasSize(50);
    }

    @Test
    void closingTellsEverybodyEvenIfItIsInterrupted() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        mailbox.deposit(
                new Deposit(submit(), start, Deposit.Disposition.DROP, List.of()), _ -> awaitUninterruptibly(told));
        await().until(() -> store.commits().size() == 2);
        Sent last = deposit("last");
        Thread closing = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            mailbox.close();
        });
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        told.countDown();
        closing.join();
        assertThat(last.isAccepted()).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> written() {
        return store.commits().stream()
                .flatMap(List::stream)
                .filter(Change.Put.class::isInstance)
                .map(change -> Mail.text(new SequencedEntry(1, ((Change.Put) change).entry())))
                .toList();
    }
}
