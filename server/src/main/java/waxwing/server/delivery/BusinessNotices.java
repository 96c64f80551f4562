package waxwing.server.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.model.Uuids;
import waxwing.relay.v1.BusinessChanged;
import waxwing.relay.v1.RelayStatus;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.Accounts;
import waxwing.server.mailbox.Deposit;
import waxwing.server.mailbox.Entry;
import waxwing.server.mailbox.EntryContent;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.QueueId;
import waxwing.server.mailbox.SubmitKey;

/// Tells a business's connected devices to ask how the relay sees it, because that has changed. Others ask when they
/// connect; so do those whose notice is lost to a crash.
public record BusinessNotices(Accounts accounts, Mailbox mailbox, InstantSource clock, RandomGenerator random) {
    private static final Duration WORTH = Duration.ofDays(1);
    /// In place of a sender's: no device has this one.
    private static final QueueId OF_THE_RELAY = new QueueId(0);

    public void changed(AccountId business) {
        accounts.find(business)
                .ifPresent(account -> account.devices().stream()
                        .map(AccountDevice::queue)
                        .filter(mailbox::isConnected)
                        .forEach(queue -> tell(business, queue)));
    }

    private void tell(AccountId business, QueueId queue) {
        long now = clock.millis();
        RelayStatus status = RelayStatus.newBuilder()
                .setAtMs(now)
                .setBusinessChanged(BusinessChanged.getDefaultInstance())
                .build();
        mailbox.deposit(
                new Deposit(
                        new SubmitKey(new SubmitId(Uuids.version7(clock, random)), OF_THE_RELAY, business),
                        now,
                        Deposit.Disposition.STORE,
                        List.of(new Deposit.Addressed(
                                queue, new Entry(new EntryContent.Status(status), now + WORTH.toMillis())))),
                _ -> {});
    }
}
