package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

class MailboxTest {
    private static final QueueId PHONE = new QueueId(1);
    private static final QueueId LAPTOP = new QueueId(2);
    private static final long T0 = 1_800_000_000_000L;
    private static final MailboxLimits LIMITS = new MailboxLimits(1_000, 1 << 20, 65_536, 256 << 20, Duration.ofHours(25), Duration.ofHours(13));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(T0));
    private final InstantSource clock = now::get;
    private final GatedStore store = new GatedStore();
    private Mailbox mailbox = new Mailbox(store, clock, LIMITS);
    private long submits;

    @AfterEach
    void close() {
        store.letThrough();
        store.failWith(null);
        mailbox.close();
    }

    @Test
    void whatWaitsIsDeliveredInOrderAndThenTheQueueIsEmpty() {
        deposit("one");
        deposit("two");
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().equals(List.of("one", "two")));
        assertThat(phone.empties()).isZero();
        phone.acknowledgeAll();
        await().until(() -> phone.empties() == 1);
        assertThat(store.read(PHONE, 0, 10)).isEmpty();
    }

    @Test
    void theQueueIsEmptyOnlyOnceAllFromBeforeTheDrainIsAcknowledged() {
        deposit("old");
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == 1);
        deposit("new");
        await().until(() -> phone.texts().size() == 2);
        phone.acknowledge(List.of(phone.sequences().get(1)));
        assertThat(phone.empties()).isZero();
        phone.acknowledge(List.of(phone.sequences().get(0)));
        await().until(() -> phone.empties() == 1);
    }

    @Test
    void anEmptyQueueIsToldAtOnce() {
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.empties() == 1);
        assertThat(phone.texts()).isEmpty();
    }

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
        mailbox.close();
        mailbox = new Mailbox(store, clock, LIMITS);
        deposit("after");
        Device after = Device.connect(mailbox, PHONE);
        await().until(() -> after.texts().contains("after"));
        assertThat(after.sequences().getLast()).isGreaterThan(before.sequences().getFirst());
    }

    @Test
    void aRepeatedSubmitIsAcceptedAgainAndStoredOnce() {
        SubmitKey submit = submit();
        await().until(deposit(submit, "once", PHONE)::isAccepted);
        now.set(Instant.ofEpochMilli(T0 + 5_000));
        Sent again = deposit(submit, "once", PHONE);
        await().until(again::isAccepted);
        assertThat(again.outcomes()).containsExactly(new DepositOutcome.Accepted(T0));
        assertThat(store.read(PHONE, 0, 10)).hasSize(1);
    }

    @Test
    void aRepeatedSubmitIsRecognisedAfterARestart() {
        SubmitKey submit = submit();
        await().until(deposit(submit, "once", PHONE)::isAccepted);
        mailbox.close();
        mailbox = new Mailbox(store, clock, LIMITS);
        await().until(deposit(submit, "once", PHONE)::isAccepted);
        assertThat(store.read(PHONE, 0, 10)).hasSize(1);
    }

    @Test
    void twoOfTheSameSubmitAtOnceShareOneOutcome() {
        store.hold();
        SubmitKey submit = submit();
        Sent first = deposit(submit, "once", PHONE);
        Sent second = deposit(submit, "once", PHONE);
        store.letThrough();
        await().until(() -> first.isAccepted() && second.isAccepted());
        assertThat(store.read(PHONE, 0, 10)).hasSize(1);
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
    void aFullMailboxRefusesAndHasRoomAgainAfterAnAcknowledgement() {
        fill(PHONE);
        Sent refused = deposit("one too many");
        await().until(() -> refused.outcomes().equals(List.of(new DepositOutcome.Full())));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == 256);
        phone.acknowledge(phone.sequences().subList(0, 1));
        await().until(deposit("fits again")::isAccepted);
    }

    @Test
    void aDepositIsAcceptedByAllDevicesOrByNone() {
        fill(LAPTOP);
        Sent refused = deposit(submit(), "for both", PHONE, LAPTOP);
        await().until(() -> refused.outcomes().equals(List.of(new DepositOutcome.Full())));
        assertThat(store.read(PHONE, 0, 10)).isEmpty();
    }

    @Test
    void aWithheldDepositIsAcceptedRecordedAndStoredNowhere() {
        for (Deposit.Disposition how : List.of(Deposit.Disposition.DROP, Deposit.Disposition.DROP_IF_ROOM)) {
            SubmitKey submit = submit();
            Sent sent = new Sent();
            Deposit.Addressed entry = new Deposit.Addressed(PHONE, Mail.message("unwanted"));
            mailbox.deposit(new Deposit(submit, T0, how, List.of(entry)), sent::add);
            await().until(sent::isAccepted);
            assertThat(store.read(PHONE, 0, 10)).isEmpty();
            assertThat(store.acceptedAt(submit)).hasValue(T0);
        }
    }

    @Test
    void aFullMailboxIsHiddenFromWhoMustNotNotice() {
        fill(PHONE);
        Sent sent = new Sent();
        Deposit.Addressed entry = new Deposit.Addressed(PHONE, Mail.message("no room"));
        mailbox.deposit(new Deposit(submit(), T0, Deposit.Disposition.STORE_IF_ROOM, List.of(entry)), sent::add);
        await().until(sent::isAccepted);
        assertThat(store.usage(PHONE).entries()).isEqualTo(LIMITS.entries());
    }

    @Test
    void atMost256AreUnacknowledged() {
        IntStream.range(0, 300).forEach(i -> deposit("m" + i));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == MailboxStream.WINDOW);
        phone.acknowledge(phone.sequences().subList(0, 10));
        await().until(() -> phone.texts().size() == MailboxStream.WINDOW + 10);
    }

    @Test
    void aSlowDeviceGetsEverythingInOrderInTheEnd() {
        Device phone = caughtUp(PHONE);
        phone.pause();
        List<String> sent = IntStream.range(0, 900).mapToObj(i -> "m" + i).toList();
        sent.forEach(this::deposit);
        phone.goOn();
        await().until(() -> {
            phone.acknowledgeAll();
            return phone.texts().size() >= sent.size();
        });
        assertThat(phone.texts()).isEqualTo(sent);
    }

    @Test
    void aSecondStreamEndsTheFirstAndGetsWhatWasNotAcknowledged() {
        Device first = caughtUp(PHONE);
        deposit("unread");
        await().until(() -> first.texts().size() == 1);
        Device second = Device.connect(mailbox, PHONE);
        assertThat(first.ended()).hasValue(StreamEnd.TAKEN_OVER);
        await().until(() -> second.texts().equals(List.of("unread")));
        assertThat(second.sequences()).isEqualTo(first.sequences());
    }

    @Test
    void whatWasAcknowledgedOnTheFirstStreamDoesNotComeOnTheSecond() {
        deposit("read");
        deposit("unread");
        Device first = Device.connect(mailbox, PHONE);
        await().until(() -> first.texts().size() == 2);
        store.hold();
        first.acknowledge(first.sequences().subList(0, 1));
        Device second = Device.connect(mailbox, PHONE);
        await().until(() -> second.texts().size() == 1);
        store.letThrough();
        assertThat(second.texts()).containsExactly("unread");
    }

    @Test
    void aWipeEndsTheStreamRemovesAllAndTakesNothingAfterwards() {
        deposit("secret");
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().size() == 1);
        mailbox.wipe(PHONE);
        assertThat(phone.ended()).hasValue(StreamEnd.REVOKED);
        await().until(deposit("late")::isAccepted);
        assertThat(store.read(PHONE, 0, 10)).isEmpty();
        mailbox.wipe(PHONE);
    }

    @Test
    void anExpiredEntryIsNotDeliveredAndIsRemoved() {
        deposit(submit(), Mail.message("brief", T0 + 1_000));
        deposit("lasting");
        now.set(Instant.ofEpochMilli(T0 + 1_000));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().equals(List.of("lasting")));
        await().until(() -> store.read(PHONE, 0, 10).size() == 1);
    }

    @Test
    void tidyingRemovesExpiredEntriesOfDevicesThatNeverConnect() {
        await().until(deposit(submit(), Mail.message("brief", T0 + 1_000))::isAccepted);
        now.set(Instant.ofEpochMilli(T0 + 1_000));
        mailbox.tidy();
        await().until(() -> store.read(PHONE, 0, 10).isEmpty());
    }

    @Test
    void tidyingForgetsOldSubmitsAndKeepsTheOthers() {
        SubmitKey old = submit();
        await().until(deposit(old, "old", PHONE)::isAccepted);
        mailbox.tidy();
        assertThat(store.acceptedAt(old)).hasValue(T0);
        now.set(Instant.ofEpochMilli(T0).plus(Duration.ofHours(26)));
        mailbox.tidy();
        await().until(() -> store.acceptedAt(old).isEmpty());
    }

    @Test
    void aQueueThatWasForgottenWhileIdleServesAgain() {
        await().until(deposit("one")::isAccepted);
        mailbox.tidy();
        mailbox.tidy();
        await().until(deposit("two")::isAccepted);
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().equals(List.of("one", "two")));
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

    private Device caughtUp(QueueId queue) {
        Device device = Device.connect(mailbox, queue);
        await().until(() -> device.empties() == 1);
        return device;
    }

    private void fill(QueueId queue) {
        List<Sent> all = IntStream.range(0, LIMITS.entries())
                .mapToObj(i -> deposit(submit(), "m" + i, queue))
                .toList();
        await().until(() -> all.stream().allMatch(Sent::isAccepted));
    }

    private SubmitKey submit() {
        return Mail.submit(T0, submits++);
    }

    private Sent deposit(String text) {
        return deposit(submit(), text, PHONE);
    }

    private Sent deposit(SubmitKey submit, String text, QueueId... queues) {
        return deposit(submit, Mail.message(text), queues);
    }

    private Sent deposit(SubmitKey submit, Entry entry, QueueId... queues) {
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

    private List<String> written() {
        return store.commits().stream()
                .flatMap(List::stream)
                .filter(Change.Put.class::isInstance)
                .map(change -> Mail.text(new SequencedEntry(1, ((Change.Put) change).entry())))
                .toList();
    }

    /// What its sender was told.
    private static final class Sent {
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
