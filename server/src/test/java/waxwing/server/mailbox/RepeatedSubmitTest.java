package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A submit that comes again, now, later or after a restart.
class RepeatedSubmitTest extends MailboxFixture {
    @Test
    void aRepeatedSubmitIsAcceptedAgainAndStoredOnce() {
        SubmitKey submit = submit();
        await().until(deposit(submit, "once", PHONE)::isAccepted);
        clock.advance(Duration.ofSeconds(5));
        Sent again = deposit(submit, "once", PHONE);
        await().until(again::isAccepted);
        assertThat(again.outcomes()).containsExactly(new DepositOutcome.Accepted(start));
        assertThat(store.read(PHONE, 0, 10)).hasSize(1);
    }

    @Test
    void aRepeatedSubmitIsRecognisedAfterARestart() {
        SubmitKey submit = submit();
        await().until(deposit(submit, "once", PHONE)::isAccepted);
        reopen();
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
    void aSubmitIsNewOnlyIfItIsYoungerThanAllOfItsDevice() {
        SubmitKey first = Mail.submit(start, 1);
        SubmitKey second = Mail.submit(start, 2);
        assertThat(mailbox.note(Mail.SENDER, second.submit())).isEqualTo(Deposit.Novelty.NEW);
        assertThat(mailbox.isNew(Mail.SENDER, first.submit())).isFalse();
        assertThat(mailbox.note(Mail.SENDER, first.submit())).isEqualTo(Deposit.Novelty.PERHAPS_REPEATED);
        assertThat(mailbox.note(Mail.SENDER, second.submit())).isEqualTo(Deposit.Novelty.PERHAPS_REPEATED);
        assertThat(mailbox.note(PHONE, first.submit())).as("of another device").isEqualTo(Deposit.Novelty.NEW);
    }

    @Test
    void afterARestartWhatMayHaveBeenAcceptedBeforeIsNotNew() {
        SubmitKey accepted = Mail.submit(start, 1);
        await().until(deposit(accepted, "once", PHONE)::isAccepted);
        reopen();
        assertThat(mailbox.isNew(Mail.SENDER, accepted.submit()))
                .as("not before the store was asked")
                .isFalse();
        assertThat(mailbox.note(Mail.SENDER, accepted.submit())).isEqualTo(Deposit.Novelty.PERHAPS_REPEATED);
        assertThat(mailbox.note(Mail.SENDER, Mail.submit(start + 1, 0).submit()))
                .isEqualTo(Deposit.Novelty.NEW);
    }

    @Test
    void tidyingForgetsOldSubmitsAndKeepsTheOthers() {
        SubmitKey old = submit();
        await().until(deposit(old, "old", PHONE)::isAccepted);
        mailbox.tidy();
        assertThat(store.acceptedAt(old)).hasValue(start);
        clock.advance(Duration.ofHours(26));
        mailbox.tidy();
        await().until(() -> store.acceptedAt(old).isEmpty());
    }
}
