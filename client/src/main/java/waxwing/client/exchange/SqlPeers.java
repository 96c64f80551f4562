package waxwing.client.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.SubmitId;
import waxwing.relay.v1.Acknowledgement.Fate;
import waxwing.store.Database;

/// Other devices in the profile's database.
final class SqlPeers implements PeerStore {
    private final Database database;

    SqlPeers(Database database) {
        this.database = database;
    }

    @Override
    public List<DeviceId> devices(AccountId account) {
        return database.read(handle -> handle
                .createQuery("SELECT device_id FROM peer_device WHERE account_id = :account ORDER BY device_id")
                .bind("account", account.value())
                .mapTo(Integer.class)
                .list()
                .stream()
                .map(DeviceId::new)
                .toList());
    }

    @Override
    public void addDevice(DeviceAddress device) {
        database.inTransaction(handle -> handle.createUpdate("""
                        MERGE INTO peer_device p
                        USING (VALUES (CAST(:account AS UUID), CAST(:device AS INTEGER))) AS n (account_id, device_id)
                        ON p.account_id = n.account_id AND p.device_id = n.device_id
                        WHEN NOT MATCHED THEN INSERT (account_id, device_id) VALUES (n.account_id, n.device_id)
                        """)
                .bind("account", device.account().value())
                .bind("device", device.device().value())
                .execute());
    }

    @Override
    public void removeDevice(DeviceAddress device) {
        database.inTransaction(handle -> handle.createUpdate(
                        "DELETE FROM peer_device WHERE account_id = :account AND device_id = :device")
                .bind("account", device.account().value())
                .bind("device", device.device().value())
                .execute());
    }

    @Override
    public Optional<Fate> seen(DeviceAddress sender, SubmitId submit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT fate FROM seen_envelope
                        WHERE sender = :sender AND device_id = :device AND submit_id = :submit
                        """)
                .bind("sender", sender.account().value())
                .bind("device", sender.device().value())
                .bind("submit", submit.value())
                .mapTo(String.class)
                .findOne()
                .map(Fate::valueOf));
    }

    @Override
    public void see(DeviceAddress sender, SubmitId submit, Fate fate, Instant now) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO seen_envelope (sender, device_id, submit_id, fate, at_ms)
                        VALUES (:sender, :device, :submit, :fate, :now)
                        """)
                .bind("sender", sender.account().value())
                .bind("device", sender.device().value())
                .bind("submit", submit.value())
                .bind("fate", fate.name())
                .bind("now", now.toEpochMilli())
                .execute());
    }

    @Override
    public int repairsSince(DeviceAddress device, Instant since) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) FROM repair
                        WHERE account_id = :account AND device_id = :device AND at_ms > :since
                        """)
                .bind("account", device.account().value())
                .bind("device", device.device().value())
                .bind("since", since.toEpochMilli())
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public void noteRepair(DeviceAddress device, SubmitId submit, Instant now) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO repair (account_id, device_id, submit_id, at_ms)
                        VALUES (:account, :device, :submit, :now)
                        """)
                .bind("account", device.account().value())
                .bind("device", device.device().value())
                .bind("submit", submit.value())
                .bind("now", now.toEpochMilli())
                .execute());
    }

    @Override
    public void purge(Instant olderThan) {
        database.inTransaction(handle -> {
            handle.createUpdate("DELETE FROM seen_envelope WHERE at_ms < :then")
                    .bind("then", olderThan.toEpochMilli())
                    .execute();
            return handle.createUpdate("DELETE FROM repair WHERE at_ms < :then")
                    .bind("then", olderThan.toEpochMilli())
                    .execute();
        });
    }
}
