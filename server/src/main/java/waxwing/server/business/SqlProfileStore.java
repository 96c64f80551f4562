package waxwing.server.business;

import waxwing.model.AccountId;
import waxwing.store.Database;

/// Profiles in SQL: table `business_profile`. Each method joins the transaction that runs on its thread, or
/// is one of its own.
final class SqlProfileStore {
    private final Database database;

    SqlProfileStore(Database database) {
        this.database = database;
    }

    /// Empty where the business has said nothing.
    Profile find(AccountId business) {
        return database.read(handle -> handle.createQuery("""
                        SELECT about, website, support_email FROM business_profile WHERE account_id = :account
                        """)
                .bind("account", business.value())
                .map((row, _) ->
                        new Profile(row.getString("about"), row.getString("website"), row.getString("support_email")))
                .findOne()
                .orElse(Profile.EMPTY));
    }

    void remove(AccountId business) {
        database.inTransaction(handle -> handle.createUpdate("DELETE FROM business_profile WHERE account_id = :account")
                .bind("account", business.value())
                .execute());
    }

    void put(AccountId business, Profile profile) {
        database.inTransaction(handle -> {
            remove(business);
            return handle.createUpdate("""
                            INSERT INTO business_profile (account_id, about, website, support_email)
                            VALUES (:account, :about, :website, :email)
                            """)
                    .bind("account", business.value())
                    .bind("about", profile.about())
                    .bind("website", profile.website())
                    .bind("email", profile.supportEmail())
                    .execute();
        });
    }
}
