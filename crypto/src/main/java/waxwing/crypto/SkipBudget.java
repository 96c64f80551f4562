package waxwing.crypto;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import waxwing.model.AccountId;

/// How much time one account may cost with messages that skip others: four of the costliest in ten minutes.
/// Ordinary gaps are free. Lives in memory only; a restart forgives.
final class SkipBudget {
    static final Duration WINDOW = Duration.ofMinutes(10);

    /// A gap of 100 costs about a millisecond and is not worth counting.
    private static final long FREE = 100 * 100;

    private static final long ALLOWED = 4 * CounterGapPolicy.HIGHEST_PRICE;
    private static final int ACCOUNTS = 1_000;

    private final Map<AccountId, Spent> spent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountId, Spent> eldest) {
            return size() > ACCOUNTS;
        }
    };

    /// Takes the price from the account's budget, if both a single message and the budget allow it.
    synchronized boolean take(AccountId account, long price, Instant now) {
        if (price <= FREE) {
            return true;
        }
        if (price > CounterGapPolicy.HIGHEST_PRICE) {
            return false;
        }
        Spent before = spent.get(account);
        Spent window = before == null || before.since().plus(WINDOW).isBefore(now) ? new Spent(now, 0) : before;
        if (window.price() + price > ALLOWED) {
            return false;
        }
        spent.put(account, new Spent(window.since(), window.price() + price));
        return true;
    }

    private record Spent(Instant since, long price) {}
}
