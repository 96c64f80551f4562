package waxwing.server.business;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.server.business.DomainProofs.Proof;
import waxwing.store.Database;

/// Domains in SQL: tables `business_domain` and `domain_proof`. Each method joins the transaction that runs
/// on its thread, or is one of its own.
final class SqlDomainStore {
    private final Database database;

    SqlDomainStore(Database database) {
        this.database = database;
    }

    /// By name, without those whose time is over.
    List<OwnedDomain> of(AccountId business, Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT domain, verified_at FROM business_domain
                        WHERE account_id = :account AND verified_at > :oldest
                        ORDER BY domain
                        """)
                .bind("account", business.value())
                .bind("oldest", now.minus(OwnedDomain.LIFE).toEpochMilli())
                .map((row, _) -> owned(row))
                .list());
    }

    /// By name, those whose time is over since lately.
    List<OwnedDomain> ended(AccountId business, Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT domain, verified_at FROM business_domain
                        WHERE account_id = :account AND verified_at <= :newest AND verified_at > :oldest
                        ORDER BY domain
                        """)
                .bind("account", business.value())
                .bind("newest", now.minus(OwnedDomain.LIFE).toEpochMilli())
                .bind(
                        "oldest",
                        now.minus(OwnedDomain.LIFE).minus(OwnedDomain.TOLD).toEpochMilli())
                .map((row, _) -> owned(row))
                .list());
    }

    private static OwnedDomain owned(ResultSet row) throws SQLException {
        return new OwnedDomain(
                new DomainName(row.getString("domain")), Instant.ofEpochMilli(row.getLong("verified_at")));
    }

    void put(AccountId business, OwnedDomain domain) {
        database.inTransaction(handle -> {
            remove(business, domain.name());
            return handle.createUpdate("""
                            INSERT INTO business_domain (account_id, domain, verified_at)
                            VALUES (:account, :domain, :verifiedAt)
                            """)
                    .bind("account", business.value())
                    .bind("domain", domain.name().value())
                    .bind("verifiedAt", domain.verifiedAt().toEpochMilli())
                    .execute();
        });
    }

    Optional<OwnedDomain> remove(AccountId business, DomainName domain) {
        return database.inTransaction(handle -> {
            Optional<OwnedDomain> before = handle.createQuery("""
                            SELECT verified_at FROM business_domain WHERE account_id = :account AND domain = :domain
                            """)
                    .bind("account", business.value())
                    .bind("domain", domain.value())
                    .map((row, _) -> new OwnedDomain(domain, Instant.ofEpochMilli(row.getLong("verified_at"))))
                    .findOne();
            handle.createUpdate("DELETE FROM business_domain WHERE account_id = :account AND domain = :domain")
                    .bind("account", business.value())
                    .bind("domain", domain.value())
                    .execute();
            return before;
        });
    }

    /// Those that have a domain whose time is over, and perhaps in their certificate.
    List<AccountId> withEnded(Instant now) {
        return database.read(handle -> handle.createQuery(
                        "SELECT DISTINCT account_id FROM business_domain WHERE verified_at <= :newest AND ended = FALSE")
                .bind("newest", now.minus(OwnedDomain.LIFE).toEpochMilli())
                .map((row, _) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list());
    }

    /// @return how many domains there were whose time is over, and which were not marked yet
    int markEnded(AccountId business, Instant now) {
        return database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE business_domain SET ended = TRUE
                        WHERE account_id = :account AND verified_at <= :newest AND ended = FALSE
                        """)
                .bind("account", business.value())
                .bind("newest", now.minus(OwnedDomain.LIFE).toEpochMilli())
                .execute());
    }

    /// Of those that ended so long ago that nobody is told any more.
    void forgetEnded(Instant now) {
        database.inTransaction(handle -> handle.createUpdate(
                        "DELETE FROM business_domain WHERE verified_at <= :oldest AND ended = TRUE")
                .bind(
                        "oldest",
                        now.minus(OwnedDomain.LIFE).minus(OwnedDomain.TOLD).toEpochMilli())
                .execute());
    }

    /// Domains and proofs.
    void removeAll(AccountId business) {
        database.inTransaction(handle -> {
            for (String table : List.of("business_domain", "domain_proof")) {
                handle.createUpdate("DELETE FROM " + table + " WHERE account_id = :account")
                        .bind("account", business.value())
                        .execute();
            }
            return business;
        });
    }

    /// A business has one proof of a domain.
    void putProof(AccountId business, Proof proof) {
        database.inTransaction(handle -> {
            removeProof(business, proof.domain());
            return handle.createUpdate("""
                            INSERT INTO domain_proof (account_id, domain, code_hash, tries_left, expires_at)
                            VALUES (:account, :domain, :code, :tries, :expires)
                            """)
                    .bind("account", business.value())
                    .bind("domain", proof.domain().value())
                    .bind("code", proof.codeHash().toByteArray())
                    .bind("tries", proof.triesLeft())
                    .bind("expires", proof.expiresAt().toEpochMilli())
                    .execute();
        });
    }

    /// Locks it until the caller's transaction ends.
    Optional<Proof> lockProof(AccountId business, DomainName domain) {
        return database.inTransaction(handle -> handle.createQuery("""
                        SELECT code_hash, tries_left, expires_at FROM domain_proof
                        WHERE account_id = :account AND domain = :domain
                        FOR UPDATE
                        """)
                .bind("account", business.value())
                .bind("domain", domain.value())
                .map((row, _) -> new Proof(
                        domain,
                        ByteString.copyFrom(row.getBytes("code_hash")),
                        row.getInt("tries_left"),
                        Instant.ofEpochMilli(row.getLong("expires_at"))))
                .findOne());
    }

    void countTry(AccountId business, DomainName domain) {
        database.inTransaction(handle -> handle.createUpdate("""
                        UPDATE domain_proof SET tries_left = tries_left - 1
                        WHERE account_id = :account AND domain = :domain
                        """)
                .bind("account", business.value())
                .bind("domain", domain.value())
                .execute());
    }

    void removeProof(AccountId business, DomainName domain) {
        database.inTransaction(handle -> handle.createUpdate(
                        "DELETE FROM domain_proof WHERE account_id = :account AND domain = :domain")
                .bind("account", business.value())
                .bind("domain", domain.value())
                .execute());
    }

    void removeProofsOverBefore(Instant moment) {
        database.inTransaction(handle -> handle.createUpdate("DELETE FROM domain_proof WHERE expires_at < :moment")
                .bind("moment", moment.toEpochMilli())
                .execute());
    }
}
