package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Mailboxes that are full, and deposits that must not notice.
class FullMailboxTest extends MailboxFixture {
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
            mailbox.deposit(new Deposit(submit, start, how, List.of(entry)), sent::add);
            await().until(sent::isAccepted);
            assertThat(store.read(PHONE, 0, 10)).isEmpty();
            assertThat(store.acceptedAt(submit)).hasValue(start);
        }
    }

    @Test
    void aFullMailboxIsHiddenFromWhoMustNotNotice() {
        fill(PHONE);
        Sent sent = new Sent();
        Deposit.Addressed entry = new Deposit.Addressed(PHONE, Mail.message("no room"));
        mailbox.deposit(new Deposit(submit(), start, Deposit.Disposition.STORE_IF_ROOM, List.of(entry)), sent::add);
        await().until(sent::isAccepted);
        assertThat(store.usage(PHONE).entries()).isEqualTo(LIMITS.entries());
    }
}
