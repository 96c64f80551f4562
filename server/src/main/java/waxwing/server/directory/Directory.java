package waxwing.server.directory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.server.account.AccountStore;
import waxwing.server.account.Caller;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;
import waxwing.server.secrets.NumberIndex;
import waxwing.server.secrets.Numbers;

/// From a phone number to an account, within a budget of distinct numbers for each account that asks: enough
/// for an address book, not for a country. Found and not found cost the same and take the same one query.
public final class Directory {
    /// Numbers at once, and a day's worth of them.
    private static final int BURST = 200;

    private static final int DAILY = 2_000;

    private final AccountStore accounts;
    private final Numbers numbers;
    private final Limiter<AccountId> budget;
    private final Limiter<Asked> asked;

    private record Asked(AccountId account, NumberIndex number) {}

    public Directory(AccountStore accounts, Numbers numbers, InstantSource clock) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.budget =
                new Limiter<>(new Rate(BURST, Duration.ofDays(1).dividedBy(DAILY)), Limiter.WhenFull.REFUSE, clock);
        this.asked = new Limiter<>(Rate.of(1, Duration.ofDays(1)), Limiter.WhenFull.ADMIT, clock);
    }

    /// Asking again within a day is free.
    public LookupResult lookUp(Caller caller, PhoneNumber number) {
        NumberIndex index = numbers.index(number);
        Optional<Duration> wait = charge(new Asked(caller.account(), index));
        if (wait.isPresent()) {
            return new LookupResult.OverBudget(wait.get());
        }
        return accounts.holderOf(index)
                .<LookupResult>map(LookupResult.Found::new)
                .orElseGet(LookupResult.NotRegistered::new);
    }

    private Optional<Duration> charge(Asked question) {
        boolean before = asked.peek(question).isPresent();
        if (before) {
            return Optional.empty();
        }
        Optional<Duration> wait = budget.take(question.account());
        if (wait.isEmpty()) {
            Optional<Duration> _ = asked.take(question);
        }
        return wait;
    }
}
