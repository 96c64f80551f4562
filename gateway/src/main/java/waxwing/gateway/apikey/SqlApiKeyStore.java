package waxwing.gateway.apikey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import waxwing.store.Database;

/// API keys in the gateway's database.
public final class SqlApiKeyStore implements ApiKeyStore {
    private static final String SELECT = """
            SELECT key_id, label, scopes, requests_per_second, expires_at_ms, created_at_ms, last_used_at_ms,
                previous_until_ms, revoked_at_ms
            FROM api_key
            """;

    private final Database database;

    public SqlApiKeyStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(ApiKeyEntry entry, byte[] hash) {
        ApiKeyTerms terms = entry.terms();
        database.inRetriedTransaction(handle -> handle.createUpdate("""
                        INSERT INTO api_key (key_id, secret_hash, label, scopes, requests_per_second, expires_at_ms,
                            created_at_ms)
                        VALUES (:id, :hash, :label, :scopes, :rate, :expires, :created)
                        """)
                .bind("id", entry.id().value())
                .bind("hash", hash)
                .bind("label", terms.label())
                .bind("scopes", terms.scopes().stream().map(Scope::wireName).collect(Collectors.joining(" ")))
                .bind("rate", terms.requestsPerSecond())
                .bind("expires", terms.expires().map(Instant::toEpochMilli).orElse(null))
                .bind("created", entry.created().toEpochMilli())
                .execute());
    }

    @Override
    public Optional<ApiKeyEntry> findByHash(byte[] hash, Instant at) {
        return database.read(handle -> handle.createQuery(SELECT + """
                        WHERE revoked_at_ms IS NULL
                            AND (secret_hash = :hash OR (previous_hash = :hash AND previous_until_ms > :at))
                        """)
                .bind("hash", hash)
                .bind("at", at.toEpochMilli())
                .map((row, _) -> entry(row))
                .findOne());
    }

    @Override
    public Optional<ApiKeyEntry> find(ApiKeyId id) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE key_id = :id")
                .bind("id", id.value())
                .map((row, _) -> entry(row))
                .findOne());
    }

    @Override
    public void used(ApiKeyId id, Instant at) {
        database.inRetriedTransaction(
                handle -> handle.createUpdate("UPDATE api_key SET last_used_at_ms = :at WHERE key_id = :id")
                        .bind("at", at.toEpochMilli())
                        .bind("id", id.value())
                        .execute());
    }

    @Override
    public boolean rotate(ApiKeyId id, byte[] hash, Instant previousUntil) {
        return database.inRetriedTransaction(handle -> handle.createUpdate("""
                        UPDATE api_key
                        SET previous_hash = secret_hash, previous_until_ms = :until, secret_hash = :hash
                        WHERE key_id = :id AND revoked_at_ms IS NULL
                        """)
                        .bind("until", previousUntil.toEpochMilli())
                        .bind("hash", hash)
                        .bind("id", id.value())
                        .execute()
                == 1);
    }

    @Override
    public boolean revoke(ApiKeyId id, Instant at) {
        return database.inRetriedTransaction(handle -> handle.createUpdate("""
                        UPDATE api_key SET revoked_at_ms = :at WHERE key_id = :id AND revoked_at_ms IS NULL
                        """)
                        .bind("at", at.toEpochMilli())
                        .bind("id", id.value())
                        .execute()
                == 1);
    }

    @Override
    public List<ApiKeyEntry> list() {
        return database.read(handle -> handle.createQuery(SELECT + "ORDER BY created_at_ms, key_id")
                .map((row, _) -> entry(row))
                .list());
    }

    private static ApiKeyEntry entry(ResultSet row) throws SQLException {
        return new ApiKeyEntry(
                new ApiKeyId(row.getString("key_id")),
                new ApiKeyTerms(
                        row.getString("label"),
                        Arrays.stream(row.getString("scopes").split(" "))
                                .map(Scope::parse)
                                .collect(Collectors.toSet()),
                        time(row, "expires_at_ms"),
                        row.getInt("requests_per_second")),
                Instant.ofEpochMilli(row.getLong("created_at_ms")),
                time(row, "last_used_at_ms"),
                time(row, "previous_until_ms"),
                time(row, "revoked_at_ms"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
