package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.store.Database;

/// Still pictures in SQL: tables `still` and `still_device`, and the blocks that they belong to.
final class SqlStillStore implements StillStore {
    private final Database database;
    private final PreKeyStore preKeys;

    SqlStillStore(Database database, PreKeyStore preKeys) {
        this.database = database;
        this.preKeys = preKeys;
    }

    @Override
    public Optional<Still> find(AccountId person, AccountId business) {
        return database.read(handle -> handle.createQuery("""
                        select still_id, blocked_at, identity_key
                        from still
                        where account_id = :person and business_id = :business
                        """)
                .bind("person", person.value())
                .bind("business", business.value())
                .map((row, _) -> {
                    UUID id = row.getObject("still_id", UUID.class);
                    return new Still(
                            id,
                            row.getLong("blocked_at"),
                            ByteString.copyFrom(row.getBytes("identity_key")),
                            devices(handle, id));
                })
                .findOne());
    }

    private static List<StillDevice> devices(Handle handle, UUID still) {
        return handle.createQuery("""
                        select device_id, registration_id
                        from still_device
                        where still_id = :still
                        order by device_id
                        """)
                .bind("still", still)
                .map((row, _) -> new StillDevice(new DeviceId(row.getInt("device_id")), row.getInt("registration_id")))
                .list();
    }

    @Override
    public boolean lock(AccountId person, AccountId business, long blockedAtMillis) {
        return database.inTransaction(handle -> handle.createQuery("""
                        select blocked_at from block
                        where account_id = :person and blocked_id = :business
                        for update
                        """)
                .bind("person", person.value())
                .bind("business", business.value())
                .mapTo(Long.class)
                .findOne()
                .filter(at -> at == blockedAtMillis)
                .isPresent());
    }

    @Override
    public void put(AccountId person, AccountId business, Still still) {
        database.inTransaction(handle -> {
            handle.createUpdate("""
                            insert into still (account_id, business_id, still_id, blocked_at, identity_key)
                            values (:person, :business, :still, :blockedAt, :identity)
                            """)
                    .bind("person", person.value())
                    .bind("business", business.value())
                    .bind("still", still.id())
                    .bind("blockedAt", still.blockedAtMillis())
                    .bind("identity", still.identityKey().toByteArray())
                    .execute();
            PreparedBatch batch = handle.prepareBatch("""
                    insert into still_device (still_id, device_id, registration_id)
                    values (:still, :device, :registration)
                    """);
            still.devices()
                    .forEach(device -> batch.bind("still", still.id())
                            .bind("device", device.id().value())
                            .bind("registration", device.registrationId())
                            .add());
            return batch.execute();
        });
    }

    @Override
    public void remove(AccountId person, AccountId business, long blockedAtMillis) {
        database.inTransaction(handle -> removeEach(
                handle,
                handle.createQuery("""
                                select still_id from still
                                where account_id = :person and business_id = :business and blocked_at = :at
                                """)
                        .bind("person", person.value())
                        .bind("business", business.value())
                        .bind("at", blockedAtMillis)));
    }

    @Override
    public void removeAll(AccountId account) {
        database.inTransaction(handle -> removeEach(
                handle,
                handle.createQuery("select still_id from still where account_id = :account or business_id = :account")
                        .bind("account", account.value())));
    }

    @Override
    public void removeStale() {
        database.inTransaction(handle -> removeEach(handle, handle.createQuery("""
                select still_id from still
                where not exists (
                    select 1 from block
                    where block.account_id = still.account_id and block.blocked_id = still.business_id
                        and block.blocked_at = still.blocked_at)
                """)));
    }

    private int removeEach(Handle handle, Query stills) {
        List<UUID> ids = stills.mapTo(UUID.class).list();
        for (UUID id : ids) {
            preKeys.removeAll(id);
            handle.execute("delete from still_device where still_id = ?", id);
            handle.execute("delete from still where still_id = ?", id);
        }
        return ids.size();
    }
}
