package waxwing.server.registration;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import waxwing.store.Database;

/// Verification sessions in SQL: table `verification`.
final class SqlVerificationStore implements VerificationStore {
    private final Database database;

    SqlVerificationStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(StoredVerification session) {
        database.inTransaction(handle -> bind(handle.createUpdate("""
                        insert into verification
                            (session_id, number_sealed, code_hash, tries_left, next_code_at, expires_at, verified)
                        values (:id, :number, :code, :tries, :next, :expires, :verified)
                        """), session)
                .bind("number", session.sealedNumber().toByteArray())
                .execute());
    }

    @Override
    public Optional<StoredVerification> lock(SessionId id) {
        return database.inTransaction(handle -> handle.createQuery("""
                        select number_sealed, code_hash, tries_left, next_code_at, expires_at, verified
                        from verification
                        where session_id = :id
                        for update
                        """)
                .bind("id", id.value().toByteArray())
                .map((row, _) -> new StoredVerification(
                        id,
                        ByteString.copyFrom(row.getBytes("number_sealed")),
                        ByteString.copyFrom(row.getBytes("code_hash")),
                        row.getInt("tries_left"),
                        Instant.ofEpochMilli(row.getLong("next_code_at")),
                        Instant.ofEpochMilli(row.getLong("expires_at")),
                        row.getBoolean("verified")))
                .findOne());
    }

    @Override
    public void replace(StoredVerification session) {
        database.inTransaction(handle -> bind(handle.createUpdate("""
                        update verification
                        set code_hash = :code, tries_left = :tries, next_code_at = :next, expires_at = :expires,
                            verified = :verified
                        where session_id = :id
                        """), session).execute());
    }

    private static Update bind(Update update, StoredVerification session) {
        return update.bind("id", session.id().value().toByteArray())
                .bind("code", session.codeHash().toByteArray())
                .bind("tries", session.triesLeft())
                .bind("next", session.nextCodeAt().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .bind("verified", session.verified());
    }

    @Override
    public void remove(SessionId id) {
        database.inTransaction(handle -> handle.createUpdate("delete from verification where session_id = :id")
                .bind("id", id.value().toByteArray())
                .execute());
    }

    @Override
    public int removeOverBefore(Instant moment) {
        return database.inTransaction(
                handle -> handle.createUpdate("delete from verification where expires_at < :moment")
                        .bind("moment", moment.toEpochMilli())
                        .execute());
    }
}
