package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.KyberPreKey;
import waxwing.relay.v1.SignedEcPreKey;
import waxwing.store.Database;

/// Prekeys in SQL: tables `standing_prekey` and `one_time_prekey`.
final class SqlPreKeyStore implements PreKeyStore {
    /// A row that another taker has locked is skipped, so two takers never get the same key.
    ///
    /// Without an order H2 reads the primary key's index in its own, which is by `key_id`, and locks
    /// one row. Told to order by `key_id` it reads and locks all keys of the device.
    static final String UNUSED = """
            select key_id, public_key, signature
            from one_time_prekey
            where owner_id = :owner and device_id = :device and kind = :kind
            limit 1
            for update skip locked
            """;

    private final Database database;

    SqlPreKeyStore(Database database) {
        this.database = database;
    }

    private record Row(int keyId, ByteString publicKey, ByteString signature) {}

    @Override
    public void putSignedEc(Owner owner, SignedEcPreKey key) {
        putStanding(owner, KeyKind.EC, new Row(key.getKeyId(), key.getPublicKey(), key.getSignature()));
    }

    @Override
    public void putLastResortKyber(Owner owner, KyberPreKey key) {
        putStanding(owner, KeyKind.KYBER, new Row(key.getKeyId(), key.getPublicKey(), key.getSignature()));
    }

    private void putStanding(Owner owner, KeyKind kind, Row key) {
        database.inTransaction(handle -> {
            bind(handle.createUpdate("""
                            delete from standing_prekey
                            where owner_id = :owner and device_id = :device and kind = :kind
                            """), owner, kind).execute();
            return bind(handle.createUpdate("""
                            insert into standing_prekey (owner_id, device_id, kind, key_id, public_key, signature)
                            values (:owner, :device, :kind, :id, :key, :signature)
                            """), owner, kind)
                    .bind("id", key.keyId())
                    .bind("key", key.publicKey().toByteArray())
                    .bind("signature", key.signature().toByteArray())
                    .execute();
        });
    }

    @Override
    public void addOneTimeEc(Owner owner, List<EcPreKey> keys) {
        addOneTime(
                owner,
                KeyKind.EC,
                keys.stream()
                        .map(key -> new Row(key.getKeyId(), key.getPublicKey(), ByteString.EMPTY))
                        .toList());
    }

    @Override
    public void addOneTimeKyber(Owner owner, List<KyberPreKey> keys) {
        addOneTime(
                owner,
                KeyKind.KYBER,
                keys.stream()
                        .map(key -> new Row(key.getKeyId(), key.getPublicKey(), key.getSignature()))
                        .toList());
    }

    private void addOneTime(Owner owner, KeyKind kind, List<Row> keys) {
        if (keys.isEmpty()) {
            return;
        }
        database.inTransaction(handle -> {
            removeOneTime(handle, owner, kind, keys);
            PreparedBatch batch = handle.prepareBatch("""
                    insert into one_time_prekey (owner_id, device_id, kind, key_id, public_key, signature)
                    values (:owner, :device, :kind, :id, :key, :signature)
                    """);
            for (Row key : keys) {
                bind(batch, owner, kind)
                        .bind("id", key.keyId())
                        .bind("key", key.publicKey().toByteArray())
                        .bind("signature", signatureOf(key))
                        .add();
            }
            return batch.execute();
        });
    }

    private static byte @Nullable [] signatureOf(Row key) {
        return key.signature().isEmpty() ? null : key.signature().toByteArray();
    }

    private static void removeOneTime(Handle handle, Owner owner, KeyKind kind, List<Row> keys) {
        PreparedBatch batch = handle.prepareBatch("""
                delete from one_time_prekey
                where owner_id = :owner and device_id = :device and kind = :kind and key_id = :id
                """);
        keys.forEach(key -> bind(batch, owner, kind).bind("id", key.keyId()).add());
        batch.execute();
    }

    @Override
    public Optional<SignedEcPreKey> signedEc(Owner owner) {
        return standing(owner, KeyKind.EC)
                .map(row -> SignedEcPreKey.newBuilder()
                        .setKeyId(row.keyId())
                        .setPublicKey(row.publicKey())
                        .setSignature(row.signature())
                        .build());
    }

    @Override
    public Optional<KyberPreKey> lastResortKyber(Owner owner) {
        return standing(owner, KeyKind.KYBER).map(SqlPreKeyStore::kyber);
    }

    private Optional<Row> standing(Owner owner, KeyKind kind) {
        return database.read(handle -> bind(handle.createQuery("""
                        select key_id, public_key, signature
                        from standing_prekey
                        where owner_id = :owner and device_id = :device and kind = :kind
                        """), owner, kind)
                .map((row, _) -> new Row(
                        row.getInt("key_id"),
                        ByteString.copyFrom(row.getBytes("public_key")),
                        ByteString.copyFrom(row.getBytes("signature"))))
                .findOne());
    }

    @Override
    public Optional<EcPreKey> takeOneTimeEc(Owner owner) {
        return takeOneTime(owner, KeyKind.EC)
                .map(row -> EcPreKey.newBuilder()
                        .setKeyId(row.keyId())
                        .setPublicKey(row.publicKey())
                        .build());
    }

    @Override
    public Optional<KyberPreKey> takeOneTimeKyber(Owner owner) {
        return takeOneTime(owner, KeyKind.KYBER).map(SqlPreKeyStore::kyber);
    }

    private Optional<Row> takeOneTime(Owner owner, KeyKind kind) {
        return database.inTransaction(handle -> {
            Optional<Row> key = bind(handle.createQuery(UNUSED), owner, kind)
                    .map((row, _) -> new Row(
                            row.getInt("key_id"),
                            ByteString.copyFrom(row.getBytes("public_key")),
                            bytesOrEmpty(row.getBytes("signature"))))
                    .findOne();
            key.ifPresent(taken -> removeOneTime(handle, owner, kind, List.of(taken)));
            return key;
        });
    }

    private static ByteString bytesOrEmpty(byte @Nullable [] value) {
        return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
    }

    @Override
    public KeyCounts count(Owner owner) {
        return database.read(handle -> KeyCounts.newBuilder()
                .setOneTimeEc(count(handle, owner, KeyKind.EC))
                .setOneTimeKyber(count(handle, owner, KeyKind.KYBER))
                .build());
    }

    private static int count(Handle handle, Owner owner, KeyKind kind) {
        return bind(handle.createQuery("""
                        select count(*)
                        from one_time_prekey
                        where owner_id = :owner and device_id = :device and kind = :kind
                        """), owner, kind).mapTo(Integer.class).one();
    }

    @Override
    public void copyAll(UUID owner, UUID other) {
        database.inTransaction(handle -> {
            handle.createUpdate("""
                            insert into standing_prekey (owner_id, device_id, kind, key_id, public_key, signature)
                            select cast(:other as uuid), device_id, kind, key_id, public_key, signature
                            from standing_prekey where owner_id = :owner
                            """).bind("owner", owner).bind("other", other).execute();
            return handle.createUpdate("""
                            insert into one_time_prekey (owner_id, device_id, kind, key_id, public_key, signature)
                            select cast(:other as uuid), device_id, kind, key_id, public_key, signature
                            from one_time_prekey where owner_id = :owner
                            """)
                    .bind("owner", owner)
                    .bind("other", other)
                    .execute();
        });
    }

    @Override
    public void removeAll(UUID owner) {
        database.inTransaction(handle -> {
            handle.createUpdate("delete from one_time_prekey where owner_id = :owner")
                    .bind("owner", owner)
                    .execute();
            return handle.createUpdate("delete from standing_prekey where owner_id = :owner")
                    .bind("owner", owner)
                    .execute();
        });
    }

    private static KyberPreKey kyber(Row row) {
        return KyberPreKey.newBuilder()
                .setKeyId(row.keyId())
                .setPublicKey(row.publicKey())
                .setSignature(row.signature())
                .build();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Owner owner, KeyKind kind) {
        return statement
                .bind("owner", owner.id())
                .bind("device", owner.device().value())
                .bind("kind", kind.name());
    }
}
