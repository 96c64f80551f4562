package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What leaves a mailbox by itself.
class ExpiryTest extends MailboxFixture {
    @Test
    void anExpiredEntryIsNotDeliveredAndIsRemoved() {
        deposit(submit(), Mail.message("brief", start + 1_000));
        deposit("lasting");
        clock.advance(Duration.ofSeconds(1));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.texts().equals(List.of("lasting")));
        await().until(() -> store.read(PHONE, 0, 10).size() == 1);
    }

    @Test
    void aQueueInWhichAllIsExpiredIsToldEmpty() {
        await().until(deposit(submit(), Mail.message("brief", start + 1_000))::isAccepted);
        clock.advance(Duration.ofSeconds(1));
        Device phone = Device.connect(mailbox, PHONE);
        await().until(() -> phone.empties() == 1);
        assertThat(phone.texts()).isEmpty();
    }

    @Test
    void tidyingRemovesExpiredEntriesOfDevicesThatNeverConnect() {
        await().until(deposit(submit(), Mail.message("brief", start + 1_000))::isAccepted);
        clock.advance(Duration.ofSeconds(1));
        mailbox.tidy();
        await().until(() -> store.read(PHONE, 0, 10).isEmpty());
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
}
