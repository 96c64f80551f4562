package waxwing.server.business;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.store.Database;

/// Businesses in the relay's database.
public final class SqlBusinessStore implements BusinessStore {
    private static final String COLUMNS = "account_id, name, standing, registered_at, suspension_reason";

    private final Database database;

    public SqlBusinessStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Business> find(AccountId account) {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM business WHERE account_id = :account")
                        .bind("account", account.value())
                        .map((row, _) -> business(row))
                        .findOne());
    }

    @Override
    public List<Business> list() {
        return database.read(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM business ORDER BY registered_at, account_id")
                        .map((row, _) -> business(row))
                        .list());
    }

    @Override
    public void put(Business business) {
        database.inTransaction(handle -> {
            handle.execute(
                    "DELETE FROM business WHERE account_id = ?",
                    business.account().value());
            return handle.createUpdate("""
                            INSERT INTO business (account_id, name, standing, registered_at, suspension_reason)
                            VALUES (:account, :name, :standing, :registeredAt, :reason)
                            """)
                    .bind("account", business.account().value())
                    .bind("name", business.name())
                    .bind("standing", business.standing().name())
                    .bind("registeredAt", business.registeredAtMillis())
                    .bind("reason", business.suspensionReason().orElse(null))
                    .execute();
        });
    }

    private static Business business(ResultSet row) throws SQLException {
        return new Business(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                Standing.valueOf(row.getString("standing")),
                row.getLong("registered_at"),
                Optional.ofNullable(row.getString("suspension_reason")));
    }
}
