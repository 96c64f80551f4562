package waxwing.server.account;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.server.mailbox.QueueId;
import waxwing.server.secrets.NumberIndex;
import waxwing.store.Database;

/// Accounts and devices in SQL: tables `account`, `device`, `queue_to_wipe`.
public final class SqlAccountStore implements AccountStore {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Database database;

    public SqlAccountStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredAccount> find(AccountId id) {
        // The account first: devices of a later moment than its revision are put right by that change's announcement,
        // the other way round nobody would.
        return database.read(handle -> handle.createQuery("""
                        select account_type, identity_key, certificate_id, revision, last_seen_day
                        from account
                        where account_id = :account
                        """)
                .bind("account", id.value())
                .map((row, _) -> account(id, row, List.of()))
                .findOne()
                .map(account -> account.with(devicesOf(handle, id))));
    }

    private static StoredAccount account(AccountId id, ResultSet row, List<StoredDevice> devices) throws SQLException {
        return new StoredAccount(
                id,
                AccountType.valueOf(row.getString("account_type")),
                ByteString.copyFrom(row.getBytes("identity_key")),
                row.getLong("certificate_id"),
                row.getLong("revision"),
                row.getLong("last_seen_day"),
                devices);
    }

    private static List<StoredDevice> devicesOf(Handle handle, AccountId id) {
        return handle.createQuery("""
                        select device_id, registration_id, queue_id, secret_hash
                        from device
                        where account_id = :account
                        order by device_id
                        """)
                .bind("account", id.value())
                .map((row, _) -> new StoredDevice(
                        new AccountDevice(
                                new DeviceId(row.getInt("device_id")),
                                row.getInt("registration_id"),
                                new QueueId(row.getLong("queue_id"))),
                        new DeviceSecret.Hash(ByteString.copyFrom(row.getBytes("secret_hash")))))
                .list();
    }

    @Override
    public Optional<NumberHolder> holderOf(NumberIndex number) {
        return database.read(handle -> handle.createQuery("""
                        select account_id, account_type, last_seen_day
                        from account
                        where number_index = :number
                        """)
                .bind("number", number.value().toByteArray())
                .map((row, _) -> new NumberHolder(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        AccountType.valueOf(row.getString("account_type")),
                        row.getLong("last_seen_day")))
                .findOne());
    }

    @Override
    public Optional<ByteString> sealedNumberOf(AccountId id) {
        return database.read(handle -> handle.createQuery("""
                        select number_sealed
                        from account
                        where account_id = :account and number_sealed is not null
                        """)
                .bind("account", id.value())
                .map((row, _) -> ByteString.copyFrom(row.getBytes("number_sealed")))
                .findOne());
    }

    @Override
    public void add(NewAccount account) {
        database.inTransaction(handle -> handle.createUpdate("""
                        insert into account (account_id, account_type, number_index, number_sealed, identity_key,
                            certificate_id, revision, registered_at, last_seen_day)
                        values (:account, :type, :index, :sealed, :identity, :certificate, 1, :at, :day)
                        """)
                .bind("account", account.id().value())
                .bind("type", account.type().name())
                .bind("index", account.numberIndex().value().toByteArray())
                .bind("sealed", account.sealedNumber().toByteArray())
                .bind("identity", account.identityKey().toByteArray())
                .bind("certificate", account.certificateId())
                .bind("at", account.registeredAt().toEpochMilli())
                .bind("day", dayOf(account.registeredAt()))
                .execute());
    }

    @Override
    public List<QueueId> revokeDevices(AccountId id, Instant at) {
        return database.inTransaction(handle -> {
            List<QueueId> queues = devicesOf(handle, id).stream()
                    .map(stored -> stored.device().queue())
                    .toList();
            for (QueueId queue : queues) {
                handle.createUpdate("""
                                insert into queue_to_wipe (queue_id, account_id, revoked_at)
                                values (:queue, :account, :at)
                                """)
                        .bind("queue", queue.value())
                        .bind("account", id.value())
                        .bind("at", at.toEpochMilli())
                        .execute();
            }
            handle.createUpdate("delete from device where account_id = :account")
                    .bind("account", id.value())
                    .execute();
            bumpRevision(handle, id);
            return queues;
        });
    }

    @Override
    public void addDevice(AccountId id, DeviceId device, NewDevice details, Instant at) {
        database.inTransaction(handle -> {
            handle.createUpdate("""
                            insert into device (account_id, device_id, registration_id, queue_id, secret_hash,
                                device_type, os_version, registered_at)
                            values (:account, :device, :registration, nextval('queue_ids'), :hash, :type, :os, :at)
                            """)
                    .bind("account", id.value())
                    .bind("device", device.value())
                    .bind("registration", details.registrationId())
                    .bind("hash", details.secret().hash().value().toByteArray())
                    .bind("type", details.type())
                    .bind("os", details.osVersion())
                    .bind("at", at.toEpochMilli())
                    .execute();
            return bumpRevision(handle, id);
        });
    }

    @Override
    public void registerAnew(AccountId id, Renewal renewal) {
        database.inTransaction(handle -> handle.createUpdate("""
                        update account
                        set account_type = :type, identity_key = :identity, certificate_id = :certificate,
                            registered_at = :at, last_seen_day = :day, revision = revision + 1
                        where account_id = :account
                        """)
                .bind("type", renewal.type().name())
                .bind("identity", renewal.identityKey().toByteArray())
                .bind("certificate", renewal.certificateId())
                .bind("at", renewal.registeredAt().toEpochMilli())
                .bind("day", dayOf(renewal.registeredAt()))
                .bind("account", id.value())
                .execute());
    }

    @Override
    public void lock(AccountId id) {
        Optional<UUID> _ = database.inTransaction(handle -> handle.createQuery("""
                        select account_id
                        from account
                        where account_id = :account
                        for update
                        """)
                .bind("account", id.value())
                .map((row, _) -> row.getObject("account_id", UUID.class))
                .findOne());
    }

    @Override
    public void replaceCertificate(AccountId id, long certificateId) {
        database.inTransaction(handle -> handle.createUpdate("""
                        update account
                        set certificate_id = :certificate, revision = revision + 1
                        where account_id = :account
                        """)
                .bind("certificate", certificateId)
                .bind("account", id.value())
                .execute());
    }

    @Override
    public void releaseNumber(AccountId id) {
        database.inTransaction(
                handle -> handle.createUpdate("""
                        update account
                        set number_index = null, number_sealed = null, revision = revision + 1
                        where account_id = :account
                        """).bind("account", id.value()).execute());
    }

    @Override
    public void seen(AccountId id, long day) {
        database.inTransaction(handle -> handle.createUpdate("""
                        update account
                        set last_seen_day = :day
                        where account_id = :account and last_seen_day < :day
                        """)
                .bind("day", day)
                .bind("account", id.value())
                .execute());
    }

    @Override
    public long count() {
        return database.read(handle -> handle.createQuery("select count(*) from account where number_index is not null")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public List<QueueId> queuesToWipe() {
        return database.read(handle -> handle.createQuery("select queue_id from queue_to_wipe order by queue_id")
                .map((row, _) -> new QueueId(row.getLong("queue_id")))
                .list());
    }

    @Override
    public void wiped(QueueId queue) {
        database.inTransaction(handle -> handle.createUpdate("delete from queue_to_wipe where queue_id = :queue")
                .bind("queue", queue.value())
                .execute());
    }

    private static int bumpRevision(Handle handle, AccountId id) {
        return handle.createUpdate("update account set revision = revision + 1 where account_id = :account")
                .bind("account", id.value())
                .execute();
    }

    private static long dayOf(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), DAY_MILLIS);
    }
}
