package waxwing.server.business;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.store.Database;

/// Tiers in the relay's database.
final class SqlTierStore implements TierStore {
    /// And those of the same millisecond as the last of them.
    private static final int FORGOTTEN_AT_ONCE = 500;

    private final Database database;

    SqlTierStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Given> tierOf(AccountId business) {
        return database.read(handle -> handle.createQuery(
                        "SELECT tier, set_by, given_at FROM business_tier WHERE account_id = :business")
                .bind("business", business.value())
                .map((row, _) -> new Given(
                        Tier.ofNumber(row.getInt("tier")).orElseThrow(),
                        Giver.valueOf(row.getString("set_by")),
                        row.getLong("given_at")))
                .findOne());
    }

    @Override
    public void put(AccountId business, Given given) {
        database.inTransaction(handle -> {
            handle.execute("DELETE FROM business_tier WHERE account_id = ?", business.value());
            return handle.execute(
                    "INSERT INTO business_tier (account_id, tier, set_by, given_at) VALUES (?, ?, ?, ?)",
                    business.value(),
                    given.tier().number(),
                    given.by().name(),
                    given.atMillis());
        });
    }

    @Override
    public List<Reached> reachedAfter(AccountId business, long timeMillis) {
        return database.read(handle -> handle.createQuery("""
                        SELECT person_id, last_at FROM person_reached
                        WHERE account_id = :business AND last_at > :time ORDER BY last_at
                        """)
                .bind("business", business.value())
                .bind("time", timeMillis)
                .map((row, _) ->
                        new Reached(new AccountId(row.getObject("person_id", UUID.class)), row.getLong("last_at")))
                .list());
    }

    @Override
    public void put(AccountId business, Reached reached) {
        database.inGroupedTransaction(handle -> {
            int known = handle.execute(
                    "UPDATE person_reached SET last_at = greatest(last_at, ?) WHERE account_id = ? AND person_id = ?",
                    reached.lastAtMillis(),
                    business.value(),
                    reached.person().value());
            return known > 0
                    ? known
                    : handle.execute(
                            "INSERT INTO person_reached (account_id, person_id, last_at) VALUES (?, ?, ?)",
                            business.value(),
                            reached.person().value(),
                            reached.lastAtMillis());
        });
    }

    /// A few at a time and in a group, so that it and those who are counted meanwhile don't wait for each other.
    @Override
    public void forgetReachedUntil(long timeMillis) {
        while (forgetSomeReachedUntil(timeMillis)) {
            // The next ones.
        }
    }

    /// By their times, which have an index: H2 reads the whole table for pairs of ids that a query finds.
    ///
    /// @return whether there may be more
    private boolean forgetSomeReachedUntil(long timeMillis) {
        return database.inGroupedTransaction(handle -> {
            Optional<Long> some = handle.createQuery("""
                            SELECT last_at FROM person_reached WHERE last_at <= :time
                            ORDER BY last_at LIMIT 1 OFFSET :others
                            """)
                    .bind("time", timeMillis)
                    .bind("others", FORGOTTEN_AT_ONCE - 1)
                    .mapTo(Long.class)
                    .findOne();
            handle.execute("DELETE FROM person_reached WHERE last_at <= ?", some.orElse(timeMillis));
            return some.isPresent();
        });
    }
}
