package waxwing.server.limits;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import waxwing.model.AccountId;

/// Admits accounts: businesses that the operator has verified at one rate, everybody else at another. Each has a bucket
/// for either, so that a business that becomes verified begins with a full one.
public final class AccountLimiter {
    private final Predicate<AccountId> isVerifiedBusiness;
    private final Limiter<AccountId> verifiedBusinesses;
    private final Limiter<AccountId> others;

    /// @param usual of a person, and of a business that is not verified
    public record Rates(Rate usual, Rate verifiedBusiness) {}

    /// @param isVerifiedBusiness must not wait for the disk
    public AccountLimiter(
            Rates rates, Predicate<AccountId> isVerifiedBusiness, Limiter.WhenFull whenFull, InstantSource clock) {
        this.isVerifiedBusiness = isVerifiedBusiness;
        this.verifiedBusinesses = new Limiter<>(rates.verifiedBusiness(), whenFull, clock);
        this.others = new Limiter<>(rates.usual(), whenFull, clock);
    }

    /// Takes a token.
    ///
    /// @return empty if there was one, else how long until there is
    public Optional<Duration> take(AccountId account) {
        return (isVerifiedBusiness.test(account) ? verifiedBusinesses : others).take(account);
    }
}
