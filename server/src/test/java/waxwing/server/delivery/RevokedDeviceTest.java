package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.relay.v1.Submit;
import waxwing.server.MutableClock;
import waxwing.server.account.AccountStore;
import waxwing.server.account.Caller;
import waxwing.server.account.DeviceSecret;
import waxwing.server.account.NewDevice;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.SqlAccountStore;
import waxwing.server.business.Businesses;
import waxwing.server.controls.Controls;
import waxwing.server.controls.WaitingMessages;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Rate;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.MailboxLimits;
import waxwing.server.mailbox.MemoryMailboxStore;
import waxwing.server.mailbox.QueueId;
import waxwing.server.report.RelayTags;
import waxwing.server.secrets.NumberIndex;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// A device that was let in, and is revoked while its call lasts.
class RevokedDeviceTest {
    private static final AccountId ALICE = new AccountId(new UUID(1, 1));
    private static final AccountId BOB = new AccountId(new UUID(2, 2));
    private static final int REGISTRATION = 7;
    private static final Rate MANY = Rate.of(100, Duration.ofMinutes(1));

    private final MutableClock clock = new MutableClock();
    private final MemoryMailboxStore mail = new MemoryMailboxStore();
    private final Random random = new Random(1);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Database database;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private SqlAccountStore store;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private RegisteredAccounts accounts;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Mailbox mailbox;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Controls controls;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 2));
        database.migrate("waxwing/server/db");
        store = new SqlAccountStore(database);
        accounts = new RegisteredAccounts(store, clock);
        mailbox = new Mailbox(mail, clock, MailboxLimits.DEFAULT);
        controls = new Controls(database, clock);
        register(ALICE);
        register(BOB);
    }

    @AfterEach
    void close() {
        controls.close();
        mailbox.close();
        database.close();
    }

    @Test
    void itSendsUntilItIsRevokedAndNotAfterwardsEvenBeforeItsQueueIsWiped() {
        Caller before = callerOf(ALICE);
        assertThat(send(before)).isInstanceOf(SendOutcome.Answered.class);
        assertThat(mail.usage(queueOf(BOB)).entries()).isEqualTo(1);

        store.revokeDevices(ALICE, clock.instant());
        accounts.announceChange(ALICE);
        addDevice(ALICE);

        assertThat(send(before)).isEqualTo(new SendOutcome.Revoked());
        assertThat(mail.usage(queueOf(BOB)).entries()).isEqualTo(1);
        assertThat(send(callerOf(ALICE))).isInstanceOf(SendOutcome.Answered.class);
        assertThat(mail.usage(queueOf(BOB)).entries()).isEqualTo(2);
    }

    @Test
    void itDoesNotSendForAnAccountThatHasEnded() {
        Caller before = callerOf(ALICE);

        store.revokeDevices(ALICE, clock.instant());
        accounts.announceChange(ALICE);

        assertThat(send(before)).isEqualTo(new SendOutcome.Revoked());
        assertThat(mail.usage(queueOf(BOB)).entries()).isZero();
    }

    private void register(AccountId account) {
        ByteString bytes = ByteString.copyFrom(account.toBytes());
        store.add(new AccountStore.NewAccount(
                account, AccountType.PERSON, new NumberIndex(bytes), bytes, bytes, 1, clock.instant()));
        addDevice(account);
    }

    private void addDevice(AccountId account) {
        byte[] secret = new byte[DeviceSecret.BYTES];
        random.nextBytes(secret);
        store.addDevice(
                account,
                DeviceId.PRIMARY,
                new NewDevice(REGISTRATION, DeviceSecret.of(ByteString.copyFrom(secret)), "test", "Linux 6.1"),
                clock.instant());
        accounts.announceChange(account);
    }

    private QueueId queueOf(AccountId account) {
        return accounts.find(account).orElseThrow().devices().getFirst().queue();
    }

    private Caller callerOf(AccountId account) {
        return new Caller(account, DeviceId.PRIMARY, AccountType.PERSON, queueOf(account));
    }

    private SendOutcome send(Caller caller) {
        Delivery delivery = new Delivery(
                accounts,
                mailbox,
                new RelayTags(new byte[RelayTags.KEY_LENGTH]),
                new SendLimits(SendRates.of(new AccountLimiter.Rates(MANY, MANY), MANY, 1 << 30), _ -> false, clock),
                clock);
        List<SendOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        Submit submit = Submits.to(BOB, List.of(Submits.ciphertext(REGISTRATION, "sealed")), clock);
        delivery.send(
                caller,
                submit,
                new PersonGates(new Businesses(database, clock), controls, new WaitingMessages()).of(caller, submit),
                outcomes::add);
        Awaitility.await().until(() -> outcomes.size() == 1);
        return outcomes.getFirst();
    }
}
