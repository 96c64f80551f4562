package waxwing.client.profile;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import waxwing.crypto.IdentityKey;
import waxwing.crypto.KeyVault;
import waxwing.crypto.OwnIdentity;
import waxwing.crypto.PeerIdentity;
import waxwing.crypto.PreKey;
import waxwing.crypto.RegistrationId;
import waxwing.crypto.SecretBytes;
import waxwing.model.AccountId;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.store.Database;
import waxwing.store.Sql;

/// The vault in the profile's database. A call on the SQL thread joins the transaction that runs there; any other
/// call is a transaction of its own.
final class SqlKeyVault implements KeyVault {
    private static final int HIGHEST_PREKEY_ID = 16_777_215;

    private static final RowMapper<PreKey> PREKEY = (row, _) -> new PreKey(
            row.getInt("id"),
            PreKey.Kind.valueOf(row.getString("kind")),
            SecretBytes.copyOf(row.getBytes("record")),
            Instant.ofEpochMilli(row.getLong("created_at_ms")),
            row.getBoolean("published"));

    private final Database database;
    /// It never changes.
    private volatile @Nullable OwnIdentity own;

    SqlKeyVault(Database database) {
        this.database = database;
    }

    void makeOwnIdentityIfMissing(RandomGenerator random) {
        database.inTransaction(handle -> {
            int present = handle.createQuery("SELECT COUNT(*) FROM own_identity")
                    .mapTo(Integer.class)
                    .one();
            if (present > 0) {
                return 0;
            }
            OwnIdentity identity = OwnIdentity.generate(random);
            return handle.createUpdate("""
                            INSERT INTO own_identity (only_one, key_pair, registration_id, next_prekey_id)
                            VALUES (1, :keyPair, :registrationId, 1)""")
                    .bind("keyPair", identity.keyPair().toArray())
                    .bind("registrationId", identity.registrationId().value())
                    .execute();
        });
    }

    @Override
    public OwnIdentity ownIdentity() {
        OwnIdentity known = own;
        if (known == null) {
            known = storedIdentity();
            own = known;
        }
        return known;
    }

    private OwnIdentity storedIdentity() {
        return database.read(handle -> handle.createQuery("SELECT key_pair, registration_id FROM own_identity")
                .map((row, _) -> OwnIdentity.restore(
                        SecretBytes.copyOf(row.getBytes("key_pair")),
                        new RegistrationId(row.getInt("registration_id"))))
                .one());
    }

    @Override
    public Optional<PeerIdentity> peer(AccountId account) {
        return database.read(handle -> Sql.of(
                        handle, "SELECT current_key, accepted_key FROM peer_identity WHERE account_id = :account")
                .bind("account", account.value())
                .findOne(row -> new PeerIdentity(
                        IdentityKey.parse(ByteString.copyFrom(row.getBytes("current_key"))),
                        IdentityKey.parse(ByteString.copyFrom(row.getBytes("accepted_key"))))));
    }

    @Override
    public void putPeer(AccountId account, PeerIdentity identity) {
        database.inTransaction(handle -> handle.createUpdate("""
                        MERGE INTO peer_identity (account_id, current_key, accepted_key) KEY (account_id)
                        VALUES (:account, :current, :accepted)""")
                .bind("account", account.value())
                .bind("current", identity.current().serialized().toByteArray())
                .bind("accepted", identity.accepted().serialized().toByteArray())
                .execute());
    }

    @Override
    public Optional<SecretBytes> session(DeviceAddress with) {
        return database.read(handle -> Sql.of(
                        handle,
                        "SELECT record FROM ratchet_session WHERE account_id = :account AND device_id = :device")
                .bind("account", with.account().value())
                .bind("device", with.device().value())
                .findOne(row -> SecretBytes.copyOf(row.getBytes("record"))));
    }

    @Override
    public void putSession(DeviceAddress with, SecretBytes record) {
        database.inTransaction(handle -> Sql.of(handle, """
                        MERGE INTO ratchet_session (account_id, device_id, record) KEY (account_id, device_id)
                        VALUES (:account, :device, :record)""")
                .bind("account", with.account().value())
                .bind("device", with.device().value())
                .bind("record", record.toArray())
                .execute());
    }

    @Override
    public void removeSession(DeviceAddress with) {
        database.inTransaction(handle -> handle.createUpdate(
                        "DELETE FROM ratchet_session WHERE account_id = :account AND device_id = :device")
                .bind("account", with.account().value())
                .bind("device", with.device().value())
                .execute());
    }

    @Override
    public List<DeviceId> devicesWithSession(AccountId account) {
        return database.read(handle -> handle.createQuery(
                        "SELECT device_id FROM ratchet_session WHERE account_id = :account ORDER BY device_id")
                .bind("account", account.value())
                .map((row, _) -> new DeviceId(row.getInt("device_id")))
                .list());
    }

    @Override
    public int reservePreKeyIds(int count) {
        return database.inTransaction(handle -> {
            int next = handle.createQuery("SELECT next_prekey_id FROM own_identity FOR UPDATE")
                    .mapTo(Integer.class)
                    .one();
            // Sixteen million keys later their first namesakes are long spent.
            int first = next + count - 1 > HIGHEST_PREKEY_ID ? 1 : next;
            handle.createUpdate("UPDATE own_identity SET next_prekey_id = :next")
                    .bind("next", first + count)
                    .execute();
            return first;
        });
    }

    @Override
    public void addPreKeys(List<PreKey> keys) {
        database.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO prekey (id, kind, record, created_at_ms, published)
                    VALUES (:id, :kind, :record, :createdAt, :published)""");
            for (PreKey key : keys) {
                batch.bind("id", key.id())
                        .bind("kind", key.kind().name())
                        .bind("record", key.record().toArray())
                        .bind("createdAt", key.createdAt().toEpochMilli())
                        .bind("published", key.published())
                        .add();
            }
            return batch.execute();
        });
    }

    @Override
    public Optional<PreKey> preKey(int id) {
        return database.read(handle -> handle.createQuery(
                        "SELECT id, kind, record, created_at_ms, published FROM prekey WHERE id = :id")
                .bind("id", id)
                .map(PREKEY)
                .findOne());
    }

    @Override
    public List<PreKey> preKeys(PreKey.Kind kind) {
        return database.read(handle ->
                handle.createQuery("""
                        SELECT id, kind, record, created_at_ms, published FROM prekey WHERE kind = :kind
                        ORDER BY created_at_ms, id""").bind("kind", kind.name()).map(PREKEY).list());
    }

    @Override
    public void markPublished(List<Integer> ids) {
        database.inTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE prekey SET published = TRUE WHERE id = :id");
            ids.forEach(id -> batch.bind("id", id).add());
            return batch.execute();
        });
    }

    @Override
    public void removePreKey(int id) {
        database.inTransaction(handle -> {
            handle.createUpdate("DELETE FROM last_resort_use WHERE kyber_id = :id")
                    .bind("id", id)
                    .execute();
            return handle.createUpdate("DELETE FROM prekey WHERE id = :id")
                    .bind("id", id)
                    .execute();
        });
    }

    @Override
    public boolean lastResortUseNoted(int kyberId, int signedEcId, ByteString baseKey) {
        return database.read(handle -> handle.createQuery("""
                                SELECT COUNT(*) FROM last_resort_use
                                WHERE kyber_id = :kyber AND signed_ec_id = :signed AND base_key = :base""")
                        .bind("kyber", kyberId)
                        .bind("signed", signedEcId)
                        .bind("base", baseKey.toByteArray())
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }

    @Override
    public boolean noteLastResortUse(int kyberId, int signedEcId, ByteString baseKey) {
        return database.inTransaction(handle -> handle.createUpdate("""
                                INSERT INTO last_resort_use (kyber_id, signed_ec_id, base_key)
                                VALUES (:kyber, :signed, :base) ON CONFLICT DO NOTHING""")
                        .bind("kyber", kyberId)
                        .bind("signed", signedEcId)
                        .bind("base", baseKey.toByteArray())
                        .execute()
                == 1);
    }
}
