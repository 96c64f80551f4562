package waxwing.gateway.apikey;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import waxwing.model.MalformedValueException;

/// What an API key is made for.
///
/// @param label in the business's own words
/// @param scopes at least one
/// @param expires from when on it is refused; empty: never by itself
/// @param requestsPerSecond 1 to 10,000; twice as many at once
public record ApiKeyTerms(String label, Set<Scope> scopes, Optional<Instant> expires, int requestsPerSecond) {
    public static final int USUAL_RATE = 50;
    public static final int HIGHEST_RATE = 10_000;
    public static final int LONGEST_LABEL = 80;

    public ApiKeyTerms {
        if (label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedValueException("not a label (expected: at most " + LONGEST_LABEL + " characters)");
        }
        if (scopes.isEmpty()) {
            throw new MalformedValueException("no scopes (expected: at least one)");
        }
        if (requestsPerSecond < 1 || requestsPerSecond > HIGHEST_RATE) {
            throw new MalformedValueException("not a number of requests a second (expected: 1.." + HIGHEST_RATE + ")");
        }
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }

    @Override
    public String toString() {
        return "ApiKeyTerms[" + scopes + ", " + requestsPerSecond + "/s]";
    }

    /// For a key that may do everything.
    public static ApiKeyTerms everything(String label) {
        return new ApiKeyTerms(label, Scope.all(), Optional.empty(), USUAL_RATE);
    }

    /// Whether whoever has these may also have the others: no more scopes, no later end, no higher rate.
    public boolean cover(ApiKeyTerms others) {
        return scopes.containsAll(others.scopes)
                && requestsPerSecond >= others.requestsPerSecond
                && expires.map(end -> others.expires
                                .filter(other -> !other.isAfter(end))
                                .isPresent())
                        .orElse(true);
    }
}
