package waxwing.server.policy;

import java.time.Instant;
import java.util.OptionalInt;
import waxwing.model.AccountId;
import waxwing.store.Database;

/// Accepted terms in SQL: table `terms_acceptance`.
public final class SqlTermsStore implements TermsStore {
    private final Database database;

    public SqlTermsStore(Database database) {
        this.database = database;
    }

    @Override
    public void accepted(AccountId account, int version, Instant at) {
        database.inTransaction(handle -> handle.createUpdate("""
                        insert into terms_acceptance (account_id, terms_version, accepted_at)
                        values (:account, :version, :at)
                        on conflict do nothing
                        """)
                .bind("account", account.value())
                .bind("version", version)
                .bind("at", at.toEpochMilli())
                .execute());
    }

    @Override
    public OptionalInt acceptedVersion(AccountId account) {
        return database.read(handle -> handle.createQuery("""
                        select terms_version
                        from terms_acceptance
                        where account_id = :account
                        order by terms_version desc
                        limit 1
                        """)
                .bind("account", account.value())
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()));
    }
}
