package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.store.Database;

/// Decoys in SQL: table `decoy`, and the time of the first account.
final class SqlDecoyStore implements DecoyStore {
    private final Database database;

    SqlDecoyStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Decoy decoy) {
        database.inTransaction(handle -> handle.createUpdate("""
                        insert into decoy (decoy_id, identity_key, registration_id)
                        values (:id, :identity, :registration)
                        """)
                .bind("id", decoy.id())
                .bind("identity", decoy.identityKey().toByteArray())
                .bind("registration", decoy.registrationId())
                .execute());
    }

    @Override
    public Optional<Decoy> shownAs(AccountId account) {
        return database.read(handle -> handle.createQuery("""
                        select decoy_id, identity_key, registration_id
                        from decoy
                        where shown_as = :account
                        """)
                .bind("account", account.value())
                .map((row, _) -> decoy(row))
                .findOne());
    }

    @Override
    public Optional<Decoy> assign(AccountId shownAs) {
        return database.inTransaction(handle -> {
            Optional<Decoy> free =
                    handle.createQuery("""
                            select decoy_id, identity_key, registration_id
                            from decoy
                            where shown_as is null
                            order by decoy_id
                            limit 1
                            for update skip locked
                            """).map((row, _) -> decoy(row)).findOne();
            free.ifPresent(decoy -> handle.createUpdate("update decoy set shown_as = :account where decoy_id = :id")
                    .bind("account", shownAs.value())
                    .bind("id", decoy.id())
                    .execute());
            return free;
        });
    }

    @Override
    public int unassigned() {
        return database.read(handle -> handle.createQuery("select count(*) from decoy where shown_as is null")
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public OptionalLong oldestAccountAt() {
        return database.read(handle -> handle.createQuery("select min(registered_at) from account")
                .map((row, _) -> {
                    long oldest = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(oldest);
                })
                .one());
    }

    private static Decoy decoy(ResultSet row) throws SQLException {
        return new Decoy(
                row.getObject("decoy_id", UUID.class),
                ByteString.copyFrom(row.getBytes("identity_key")),
                row.getInt("registration_id"));
    }
}
