package waxwing.gateway.apikey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.store.Database;

/// API keys in the gateway's database.
public final class SqlApiKeyStore implements ApiKeyStore {
    private static final String COLUMNS = "key_id, label, created_at_ms, last_used_at_ms, revoked_at_ms";

    private final Database database;

    public SqlApiKeyStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(ApiKeyEntry entry, byte[] hash) {
        database.inTransaction(handle -> handle.createUpdate("""
                        INSERT INTO api_key (key_id, secret_hash, label, created_at_ms)
                        VALUES (:id, :hash, :label, :created)
                        """)
                .bind("id", entry.id().value())
                .bind("hash", hash)
                .bind("label", entry.label())
                .bind("created", entry.created().toEpochMilli())
                .execute());
    }

    @Override
    public Optional<ApiKeyEntry> findLive(byte[] hash) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + """
                         FROM api_key WHERE secret_hash = :hash AND revoked_at_ms IS NULL
                        """)
                .bind("hash", hash)
                .map((row, _) -> entry(row))
                .findOne());
    }

    @Override
    public void used(ApiKeyId id, Instant at) {
        database.inTransaction(
                handle -> handle.createUpdate("UPDATE api_key SET last_used_at_ms = :at WHERE key_id = :id")
                        .bind("at", at.toEpochMilli())
                        .bind("id", id.value())
                        .execute());
    }

    @Override
    public boolean revoke(ApiKeyId id, Instant at) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE api_key SET revoked_at_ms = :at WHERE key_id = :id AND revoked_at_ms IS NULL
                        """)
                        .bind("at", at.toEpochMilli())
                        .bind("id", id.value())
                        .execute()
                == 1);
    }

    @Override
    public List<ApiKeyEntry> list() {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM api_key ORDER BY created_at_ms, key_id")
                        .map((row, _) -> entry(row))
                        .list());
    }

    private static ApiKeyEntry entry(ResultSet row) throws SQLException {
        return new ApiKeyEntry(
                new ApiKeyId(row.getString("key_id")),
                row.getString("label"),
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                time(row, "last_used_at_ms"),
                time(row, "revoked_at_ms"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
