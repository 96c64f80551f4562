package waxwing.server.directory;

import java.time.Duration;
import waxwing.server.account.NumberHolder;

/// What became of a look-up.
public sealed interface LookupResult {
    record Found(NumberHolder holder) implements LookupResult {}

    record NotRegistered() implements LookupResult {}

    record OverBudget(Duration retryAfter) implements LookupResult {}
}
