package waxwing.client.exchange;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    public boolean seen(DeviceAddress sender, CiphertextDigest ciphertext) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) > 0 FROM seen_envelope
                        WHERE sender = :sender AND device_id = :device AND ciphertext_digest = :digest
                        """)
                .bind("sender", sender.account().value())
                .bind("device", sender.device().value())
                .bind("digest", ciphertext.toBytes())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public void see(DeviceAddress sender, SubmitId submit, CiphertextDigest ciphertext, Fate fate, Instant now) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO seen_envelope (sender, device_id, submit_id, ciphertext_digest, fate, at_ms)
                        VALUES (:sender, :device, :submit, :digest, :fate, :now)
                        """)
                .bind("sender", sender.account().value())
                .bind("device", sender.device().value())
                .bind("submit", submit.value())
                .bind("digest", ciphertext.toBytes())
                .bind("fate", fate.name())
                .bind("now", now.toEpochMilli())
                .execute());
    }

    @Override
    public void want(DeviceAddress sender, SubmitId submit, Instant now) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO wanted_submit (account_id, device_id, submit_id, ask_from_ms, understood)
                        VALUES (:account, :device, :submit, :now, FALSE)
                        """)
                .bind("account", sender.account().value())
                .bind("device", sender.device().value())
                .bind("submit", submit.value())
                .bind("now", now.toEpochMilli())
                .execute());
    }

    @Override
    public List<DeviceId> toBeAsked(AccountId account, Instant now) {
        return database.read(handle -> handle
                .createQuery("""
                        SELECT DISTINCT device_id FROM wanted_submit
                        WHERE account_id = :account AND asked_at_ms IS NULL AND ask_from_ms <= :now ORDER BY device_id
                        """)
                .bind("account", account.value())
                .bind("now", now.toEpochMilli())
                .mapTo(Integer.class)
                .list()
                .stream()
                .map(DeviceId::new)
                .toList());
    }

    @Override
    public Asked asked(DeviceAddress device, Instant since) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(DISTINCT asked_at_ms) AS requests,
                            COUNT(DISTINCT CASE WHEN NOT understood THEN asked_at_ms END) AS unanswered,
                            COALESCE(MAX(CASE WHEN NOT understood THEN asked_at_ms END), 0) AS last_unanswered
                        FROM wanted_submit
                        WHERE account_id = :account AND device_id = :device AND asked_at_ms > :since
                        """)
                .bind("account", device.account().value())
                .bind("device", device.device().value())
                .bind("since", since.toEpochMilli())
                .map((row, _) -> new Asked(
                        row.getInt("requests"),
                        row.getInt("unanswered"),
                        Instant.ofEpochMilli(row.getLong("last_unanswered"))))
                .one());
    }

    @Override
    public List<SubmitId> takeWanted(DeviceAddress device, int max, Instant now) {
        return database.inTransaction(handle -> {
            Map<Long, SubmitId> wanted = handle.createQuery("""
                            SELECT wanted_id, submit_id FROM wanted_submit
                            WHERE account_id = :account AND device_id = :device
                                AND asked_at_ms IS NULL AND ask_from_ms <= :now
                            ORDER BY wanted_id LIMIT :max
                            """)
                    .bind("account", device.account().value())
                    .bind("device", device.device().value())
                    .bind("now", now.toEpochMilli())
                    .bind("max", max)
                    .reduceRows(new LinkedHashMap<>(), (found, row) -> {
                        found.put(
                                row.getColumn("wanted_id", Long.class),
                                new SubmitId(row.getColumn("submit_id", UUID.class)));
                        return found;
                    });
            wanted.keySet()
                    .forEach(id -> handle.createUpdate(
                                    "UPDATE wanted_submit SET asked_at_ms = :now WHERE wanted_id = :id")
                            .bind("now", now.toEpochMilli())
                            .bind("id", id)
                            .execute());
            return List.copyOf(wanted.values());
        });
    }

    @Override
    public void askAgain(List<SubmitId> submits, Instant from) {
        database.inTransaction(handle -> {
            submits.forEach(submit -> handle.createUpdate(
                            "UPDATE wanted_submit SET asked_at_ms = NULL, ask_from_ms = :from, understood = FALSE"
                                    + " WHERE submit_id = :submit")
                    .bind("from", from.toEpochMilli())
                    .bind("submit", submit.value())
                    .execute());
            return submits;
        });
    }

    @Override
    public boolean understood(DeviceAddress device) {
        return database.inTransaction(handle -> {
            int open = handle.createQuery("""
                            SELECT COUNT(*) FROM wanted_submit
                            WHERE account_id = :account AND device_id = :device AND NOT understood
                            """)
                    .bind("account", device.account().value())
                    .bind("device", device.device().value())
                    .mapTo(Integer.class)
                    .one();
            return open > 0
                    && open
                            > handle.createUpdate("""
                            UPDATE wanted_submit SET understood = TRUE
                            WHERE account_id = :account AND device_id = :device
                                AND asked_at_ms IS NOT NULL AND NOT understood
                            """)
                                    .bind("account", device.account().value())
                                    .bind("device", device.device().value())
                                    .execute();
        });
    }

    @Override
    public void purge(Instant olderThan) {
        database.inTransaction(handle -> handle.createUpdate("DELETE FROM wanted_submit WHERE ask_from_ms < :then")
                .bind("then", olderThan.toEpochMilli())
                .execute());
    }
}
