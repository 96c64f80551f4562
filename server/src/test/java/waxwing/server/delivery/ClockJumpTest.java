package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Envelope;
import waxwing.relay.v1.Submit;
import waxwing.server.account.Caller;
import waxwing.server.clock.SteadyClock;
import waxwing.server.clock.Time;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;
import waxwing.server.mailbox.Deposit;
import waxwing.server.mailbox.DepositOutcome;
import waxwing.server.mailbox.Entry;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.MailboxLimits;
import waxwing.server.mailbox.MemoryMailboxStore;
import waxwing.server.mailbox.QueueId;
import waxwing.server.mailbox.SubmitKey;

/// What becomes of mailboxes, submits and limits when the system's clock jumps by a month.
class ClockJumpTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final QueueId QUEUE = new QueueId(1);
    private static final AccountId BOB = new AccountId(new UUID(2, 2));
    private static final Caller ALICE =
            new Caller(new AccountId(new UUID(1, 1)), DeviceId.PRIMARY, AccountType.PERSON, new QueueId(9));

    private final Time time = new Time();
    private final SteadyClock clock = time.relay();
    private final MemoryMailboxStore store = new MemoryMailboxStore();
    private final Mailbox mailbox = new Mailbox(store, clock, MailboxLimits.DEFAULT);

    @AfterEach
    void close() {
        mailbox.close();
    }

    @Test
    void aJumpAheadThatIsMendedExpiresNothingEarly() {
        depositForAMonth();
        pass(Duration.ofDays(2));

        time.wrongBy(MONTH);
        pass(Duration.ofDays(1));
        time.wrongBy(Duration.ZERO);
        pass(MONTH.minus(Duration.ofDays(4)));

        assertThat(isThere()).as("a day before its time is over").isTrue();
        pass(Duration.ofDays(1).plus(HOUR));
        await().until(() -> !isThere());
    }

    @Test
    void aJumpBackThatIsNeverMendedMakesNothingLiveForMoreThanTwiceAsLong() {
        depositForAMonth();
        time.wrongBy(MONTH.negated());

        pass(MONTH);
        assertThat(isThere()).as("at half speed").isTrue();
        pass(MONTH.plus(HOUR));
        await().until(() -> !isThere());
    }

    @ParameterizedTest
    @ValueSource(ints = {30, -30})
    void anHonestSendersSubmitsAreTakenDuringAndAfterAJumpThatIsSoonMended(int days) {
        time.wrongBy(Duration.ofDays(days));
        for (int minute = 0; minute < 8; minute++) {
            assertThat(SubmitPolicy.refusal(ALICE, submitNow(), clock.millis())).isEmpty();
            pass(Duration.ofMinutes(1));
        }
        time.wrongBy(Duration.ZERO);

        assertThat(SubmitPolicy.refusal(ALICE, submitNow(), clock.millis())).isEmpty();
        pass(HOUR);
        assertThat(SubmitPolicy.refusal(ALICE, submitNow(), clock.millis())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, -30})
    void aLimitIsNeitherStuckNorOpenedByAJump(int days) {
        Limiter<String> limiter = new Limiter<>(Rate.of(60, HOUR), Limiter.WhenFull.REFUSE, clock);
        assertThat(limiter.take("a", 60)).isEmpty();

        time.wrongBy(Duration.ofDays(days));
        int admitted = 0;
        for (int second = 0; second < 3_600; second++) {
            pass(Duration.ofSeconds(1));
            admitted += limiter.take("a").isEmpty() ? 1 : 0;
        }

        assertThat(admitted).as("at half to double speed").isBetween(29, 121);
    }

    private void depositForAMonth() {
        Envelope envelope = Envelope.newBuilder()
                .setCiphertext(ByteString.copyFromUtf8("sealed"))
                .build();
        Entry entry = new Entry(EntryContent.Message.of(envelope, 1), clock.millis() + MONTH.toMillis());
        SubmitKey submit =
                new SubmitKey(SubmitId.ofBytes(Submits.id(clock.millis()).toByteArray()), new QueueId(9), BOB);
        AtomicReference<DepositOutcome> outcome = new AtomicReference<>();
        mailbox.deposit(
                new Deposit(
                        submit,
                        clock.millis(),
                        Deposit.Disposition.STORE,
                        List.of(new Deposit.Addressed(QUEUE, entry))),
                outcome::set);
        await().until(() -> outcome.get() instanceof DepositOutcome.Accepted);
    }

    private boolean isThere() {
        return store.usage(QUEUE).entries() == 1;
    }

    /// As the relay tidies: now and then.
    private void pass(Duration length) {
        Duration step = length.compareTo(HOUR) < 0 ? length : HOUR;
        for (Duration passed = Duration.ZERO; passed.compareTo(length) < 0; passed = passed.plus(step)) {
            time.pass(step);
            mailbox.tidy();
        }
    }

    private Submit submitNow() {
        return Submits.to(BOB, List.of(Submits.ciphertext(1, "sealed")), time::truth);
    }
}
