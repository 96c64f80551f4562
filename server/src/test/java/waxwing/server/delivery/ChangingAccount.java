package waxwing.server.delivery;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.server.account.AccountStore;
import waxwing.server.account.AccountView;
import waxwing.server.account.Caller;
import waxwing.server.account.DeviceSecret;
import waxwing.server.account.NewDevice;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.SqlAccountStore;
import waxwing.server.mailbox.Mailbox;
import waxwing.server.mailbox.QueueId;
import waxwing.server.secrets.NumberIndex;
import waxwing.store.Database;

/// An account whose first device stays and whose others come, go and are registered anew, with every list of devices
/// that it ever had.
final class ChangingAccount {
    private static final int MOST_DEVICES = 6;

    /// What it needs of a relay.
    record Relay(Database database, RegisteredAccounts accounts, Mailbox mailbox) {}

    /// A device, from its registration to its removal. No two have the same registration id.
    record Installation(DeviceId device, int registration) {}

    private static final AtomicInteger registrations = new AtomicInteger();

    private final AccountId id;
    private final Relay relay;
    private final SqlAccountStore store;
    private final Random random;
    private final List<List<Installation>> lists = new CopyOnWriteArrayList<>();
    private final Map<Installation, Phone> phones = new ConcurrentHashMap<>();
    private volatile int answered;

    ChangingAccount(AccountId id, Relay relay, Random random) {
        this.id = id;
        this.relay = relay;
        this.store = new SqlAccountStore(relay.database());
        this.random = random;
        ByteString bytes = ByteString.copyFrom(id.toBytes());
        store.add(new AccountStore.NewAccount(
                id, AccountType.PERSON, new NumberIndex(bytes), bytes, bytes, 1, Instant.EPOCH));
        change(List.of(fresh(DeviceId.PRIMARY)));
    }

    AccountId id() {
        return id;
    }

    Caller firstDevice() {
        return new Caller(
                id,
                DeviceId.PRIMARY,
                AccountType.PERSON,
                queueOf(lists.getFirst().getFirst()));
    }

    /// The number of the newest list whose change was answered.
    int answered() {
        return answered;
    }

    /// The number of the newest list whose change has begun.
    int begun() {
        return lists.size() - 1;
    }

    List<Installation> list(int number) {
        return lists.get(number);
    }

    Map<Installation, Phone> phones() {
        return phones;
    }

    private static Installation fresh(DeviceId device) {
        return new Installation(device, 1 + registrations.getAndIncrement() % 16_380);
    }

    /// Adds, removes or registers anew a device other than the first.
    void changeAtRandom() {
        List<Installation> next = new ArrayList<>(lists.getLast());
        int whose = random.nextInt(2, MOST_DEVICES + 1);
        DeviceId device = new DeviceId(whose);
        boolean removed = next.removeIf(one -> one.device().equals(device));
        if (!removed || random.nextBoolean()) {
            next.add(fresh(device));
        }
        change(next);
    }

    private void change(List<Installation> next) {
        List<Installation> before = lists.isEmpty() ? List.of() : lists.getLast();
        List<Installation> removed =
                before.stream().filter(one -> !next.contains(one)).toList();
        List<Installation> added =
                next.stream().filter(one -> !before.contains(one)).toList();
        begin(List.copyOf(next));
        List<QueueId> revoked = relay.database().inTransaction(handle -> {
            List<QueueId> queues =
                    removed.stream().map(one -> remove(handle, one.device())).toList();
            added.forEach(this::add);
            return queues;
        });
        relay.accounts().announceChange(id);
        relay.accounts().announceRevocation(revoked);
        removed.forEach(one -> phone(one).removed());
        added.forEach(one -> phones.put(one, new Phone(relay.mailbox(), queueOf(one))));
        answered = lists.size() - 1;
        added.stream()
                .filter(_ -> random.nextBoolean())
                .forEach(one -> phone(one).connect());
    }

    private synchronized void begin(List<Installation> next) {
        lists.add(next);
        notifyAll();
    }

    /// Waits until so many changes have begun.
    synchronized void awaitBegun(int changes) throws InterruptedException {
        while (begun() < changes) {
            wait();
        }
    }

    private Phone phone(Installation one) {
        return Objects.requireNonNull(phones.get(one));
    }

    private QueueId remove(Handle handle, DeviceId device) {
        Map<String, Object> key = Map.of("account", id.value(), "device", device.value());
        long queue = handle.createQuery(
                        "select queue_id from device where account_id = :account and device_id = :device")
                .bindMap(key)
                .mapTo(Long.class)
                .one();
        handle.createUpdate("insert into queue_to_wipe (queue_id, account_id, revoked_at) values (:queue, :account, 0)")
                .bind("queue", queue)
                .bind("account", id.value())
                .execute();
        Stream.of(
                        "delete from device where account_id = :account and device_id = :device",
                        "update account set revision = revision + 1 where account_id = :account and :device > 0")
                .forEach(change -> handle.createUpdate(change).bindMap(key).execute());
        return new QueueId(queue);
    }

    private void add(Installation one) {
        ByteString secret = ByteString.copyFrom(new byte[DeviceSecret.BYTES]);
        store.addDevice(
                id,
                one.device(),
                new NewDevice(one.registration(), DeviceSecret.of(secret), "test", "Linux 6.1"),
                Instant.EPOCH);
    }

    private QueueId queueOf(Installation one) {
        AccountView now = relay.accounts().find(id).orElseThrow();
        return now.devices().stream()
                .filter(device -> device.id().equals(one.device()))
                .findFirst()
                .orElseThrow()
                .queue();
    }
}
