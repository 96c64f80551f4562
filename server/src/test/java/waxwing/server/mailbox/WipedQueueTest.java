package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waxwing.server.MutableClock;

/// What is left of a queue whose device was revoked: nothing, for as long as somebody may still know it.
class WipedQueueTest {
    private static final QueueId PHONE = new QueueId(1);

    private final MutableClock clock = new MutableClock();
    private final MemoryMailboxStore store = new MemoryMailboxStore();
    private final Mailbox mailbox = new Mailbox(store, clock, MailboxLimits.DEFAULT);
    private long submits;

    @AfterEach
    void close() {
        mailbox.close();
    }

    @Test
    void aWipedQueueTakesNothingHoweverOftenTheMailboxesAreTidied() {
        mailbox.wipe(PHONE);

        for (int minute = 0; minute < 12 * 60; minute += 30) {
            clock.advance(Duration.ofMinutes(30));
            mailbox.tidy();
            mailbox.tidy();
            depositAndAwait();
            assertThat(store.read(PHONE, 0, 10)).isEmpty();
            assertThat(Device.connect(mailbox, PHONE).ended()).hasValue(StreamEnd.REVOKED);
        }
    }

    @Test
    void aWipedQueueIsForgottenOnceNoCallCanKnowIt() {
        mailbox.wipe(PHONE);
        clock.advance(MailboxLimits.DEFAULT.wipedMemory().plusMillis(1));

        mailbox.tidy();
        mailbox.tidy();

        assertThat(Device.connect(mailbox, PHONE).ended()).isEmpty();
    }

    private void depositAndAwait() {
        List<DepositOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        mailbox.deposit(
                new Deposit(
                        Mail.submit(clock.millis(), submits++),
                        clock.millis(),
                        Deposit.Disposition.STORE,
                        List.of(new Deposit.Addressed(PHONE, Mail.message("late")))),
                outcomes::add);
        await().until(() -> outcomes.size() == 1);
    }
}
