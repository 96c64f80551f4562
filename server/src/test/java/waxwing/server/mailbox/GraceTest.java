package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What waits a little before it is written, because its device will likely acknowledge first.
class GraceTest extends MailboxFixture {
    @Test
    void whatAPromptDeviceAcknowledgesIsNeverWritten() {
        Device phone = caughtUp(PHONE);
        answerAfter(phone, Duration.ZERO);
        int commits = store.commits().size();
        for (int i = 0; i < 100; i++) {
            // A device that is caught up has it before the deposit returns.
            Sent sent = deposit("m" + i);
            phone.acknowledgeAll();
            assertThat(sent.isAccepted()).isTrue();
        }
        mailbox.close();
        assertThat(store.commits()).hasSize(commits);
    }

    @Test
    void sequencesAreReservedThoughNoEntryIsWritten() {
        Device phone = caughtUp(PHONE);
        answerAfter(phone, Duration.ZERO);
        long before = store.reserved();
        for (int i = 0; i < 100_000 && store.reserved() == before; i++) {
            for (int n = 0; n < 1_000; n++) {
                deposit("m");
                phone.acknowledge(List.of(phone.lastSequence()));
            }
        }
        assertThat(store.reserved()).isGreaterThan(before);
        assertThat(phone.lastSequence()).isLessThanOrEqualTo(store.reserved());
    }

    @Test
    void whatIsNotAcknowledgedIsWrittenAndThenAccepted() {
        caughtUp(PHONE);
        Sent sent = deposit("unacknowledged");
        await().until(sent::isAccepted);
        assertThat(stored(PHONE)).containsExactly("unacknowledged");
    }

    @Test
    void nothingOvertakesInItsQueueWhatWaitsWithGrace() {
        Device phone = caughtUp(PHONE);
        deposit("while connected");
        phone.disconnect();
        await().until(deposit("while gone")::isAccepted);
        assertThat(stored(PHONE)).containsExactly("while connected", "while gone");
    }

    @Test
    void whatIsForAnAbsentDeviceTooHasNoGrace() {
        caughtUp(PHONE);
        store.hold();
        deposit(submit(), "for both", PHONE, LAPTOP);
        await().until(store::isHolding);
        store.letThrough();
    }

    @Test
    void graceEndsWhileOthersKeepTheDiskBusy() {
        caughtUp(PHONE);
        AtomicBoolean busy = new AtomicBoolean(true);
        keepBusy(busy);
        try {
            await().until(deposit("unacknowledged")::isAccepted);
        } finally {
            busy.set(false);
        }
    }

    /// From now on there is always something to write: the next is there before the one before is told.
    private void keepBusy(AtomicBoolean busy) {
        store.beforeCommits(() -> {
            if (busy.get()) {
                depositNothing();
            }
        });
        depositNothing();
    }

    private void depositNothing() {
        mailbox.deposit(new Deposit(submit(), start, Deposit.Disposition.DROP, List.of()), _ -> {});
    }

    @Test
    void aDepositThatHidesItsRecipientIsToldOnlyWithItsBatch() {
        Device phone = caughtUp(PHONE);
        answerAfter(phone, Duration.ZERO);
        store.hold();
        deposit(submit(), "held by the disk", LAPTOP);
        await().until(store::isHolding);
        SubmitKey submit = submit();
        Sent sent = new Sent();
        mailbox.deposit(
                new Deposit(
                        submit,
                        start,
                        Deposit.Disposition.STORE_IF_ROOM,
                        List.of(new Deposit.Addressed(PHONE, Mail.message("acknowledged at once")))),
                sent::add);
        phone.acknowledgeAll();
        assertThat(phone.texts()).contains("acknowledged at once");
        assertThat(sent.outcomes()).isEmpty();
        store.letThrough();
        await().until(sent::isAccepted);
        assertThat(store.acceptedAt(submit)).hasValue(start);
        assertThat(stored(PHONE)).isEmpty();
    }

    @Test
    void aWipeTakesWhatWaitsWithGrace() {
        caughtUp(PHONE);
        deposit("doomed");
        mailbox.wipe(PHONE);
        mailbox.close();
        assertThat(stored(PHONE)).isEmpty();
    }

    @Test
    void closingWritesWhatWaitsWithGrace() {
        caughtUp(PHONE);
        Sent sent = deposit("at the last moment");
        mailbox.close();
        assertThat(sent.isAccepted()).isTrue();
        assertThat(stored(PHONE)).containsExactly("at the last moment");
    }

    @Test
    void aDeviceThatIsSlowToAcknowledgeGetsNoGraceUntilItIsQuickAgain() {
        Device phone = caughtUp(PHONE);
        answerAfter(phone, Duration.ofSeconds(2));
        store.hold();
        Sent written = deposit("written at once");
        await().until(store::isHolding);
        store.letThrough();
        await().until(written::isAccepted);
        phone.acknowledgeAll();
        for (int i = 0; i < 20; i++) {
            answerAfter(phone, Duration.ZERO);
        }
        int commits = store.commits().size();
        Sent prompt = deposit("waits for its acknowledgement");
        phone.acknowledgeAll();
        assertThat(prompt.isAccepted()).isTrue();
        assertThat(store.commits()).hasSize(commits);
    }

    private void answerAfter(Device phone, Duration delay) {
        int before = phone.texts().size();
        Sent sent = deposit("answered after " + delay);
        await().until(() -> phone.texts().size() > before);
        clock.advance(delay);
        phone.acknowledge(List.of(phone.sequences().getLast()));
        await().until(sent::isAccepted);
    }

    private List<String> stored(QueueId queue) {
        return store.read(queue, 0, 10).stream().map(Mail::text).toList();
    }
}
