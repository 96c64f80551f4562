package waxwing.server.business;

import java.util.List;
import java.util.Optional;
import waxwing.model.AccountId;

/// Where it is kept which tier a business has, and whom it wrote to. Durable when a method returns.
interface TierStore {
    /// Who gave a business its tier.
    enum Giver {
        /// What follows by itself from how a business is used and complained of.
        RULES,
        /// What the operator gave stays until the operator gives another.
        OPERATOR
    }

    /// @param atMillis when, in Unix milliseconds
    record Given(Tier tier, Giver by, long atMillis) {}

    /// @param lastAtMillis Unix milliseconds
    record Reached(AccountId person, long lastAtMillis) {}

    Optional<Given> tierOf(AccountId business);

    void put(AccountId business, Given given);

    /// Whom the business wrote to after that time, in the order of the last times.
    List<Reached> reachedAfter(AccountId business, long timeMillis);

    void put(AccountId business, Reached reached);

    void forgetReachedUntil(long timeMillis);
}
