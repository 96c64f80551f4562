package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is left of a queue whose device was revoked: nothing, for as long as somebody may still know it.
class WipedQueueTest extends MailboxFixture {
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
    void aWipedQueueTakesNothingHoweverOftenTheMailboxesAreTidied() {
        mailbox.wipe(PHONE);

        for (int minute = 0; minute < 12 * 60; minute += 30) {
            clock.advance(Duration.ofMinutes(30));
            mailbox.tidy();
            mailbox.tidy();
            await().until(deposit("late")::isAccepted);
            assertThat(store.read(PHONE, 0, 10)).isEmpty();
            assertThat(Device.connect(mailbox, PHONE).ended()).hasValue(StreamEnd.REVOKED);
        }
    }

    @Test
    void aWipedQueueIsForgottenOnceNoCallCanKnowIt() {
        mailbox.wipe(PHONE);
        clock.advance(LIMITS.wipedMemory().plusMillis(1));

        mailbox.tidy();
        mailbox.tidy();

        assertThat(Device.connect(mailbox, PHONE).ended()).isEmpty();
    }
}
