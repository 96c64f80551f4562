package waxwing.gateway.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import waxwing.gateway.apikey.ApiKeyEntry;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.KeyRates;
import waxwing.gateway.apikey.KeyRates.Verdict;
import waxwing.gateway.apikey.Scope;

/// Lets in who presents a live API key as `Bearer KEY`, at the key's rate, if the key has the scope for what
/// is asked: by what stands before a request's body, so that nobody else's is read.
public final class Callers {
    /// For how long a full bucket lasts at a key's rate.
    public static final int BURST_SECONDS = KeyRates.BURST_SECONDS;

    private static final String SCHEME = "bearer ";

    private final ApiKeys keys;
    private final KeyRates rates;

    public Callers(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.rates = new KeyRates(clock);
    }

    /// Is told how much of a key's rate is left, also where a request is refused.
    @FunctionalInterface
    public interface RateTeller {
        /// @param burst how many requests there can be at once
        /// @param left how many of them are left
        /// @param full when all of them are there again
        void tell(int burst, long left, Duration full);
    }

    /// @param authorization as it was sent; empty if it was not
    /// @throws Rejection if the caller is not let in
    public ApiKeyEntry admit(String authorization, Operation operation, RateTeller teller) {
        ApiKeyEntry caller = recognised(authorization);
        int burst = KeyRates.burst(caller.terms());
        switch (rates.take(caller)) {
            case Verdict.Admitted(long left, Duration full) -> teller.tell(burst, left, full);
            case Verdict.Refused(Duration retryAfter) -> {
                teller.tell(burst, 0, retryAfter);
                throw new Rejection(
                        Fault.at(
                                "Authorization",
                                ErrorCode.RATE_LIMITED,
                                "the key " + caller.id() + " has "
                                        + caller.terms().requestsPerSecond() + " requests a second"),
                        retryAfter);
            }
        }
        operation.scope().ifPresent(scope -> require(scope, caller));
        return caller;
    }

    private static void require(Scope scope, ApiKeyEntry caller) {
        if (!caller.terms().scopes().contains(scope)) {
            throw new Rejection(Fault.at(
                            "Authorization",
                            ErrorCode.PERMISSION_DENIED,
                            "the key " + caller.id() + " has no scope " + scope.wireName())
                    .hint("Use a key with the scope " + scope.wireName()
                            + "; 'waxwing gateway key create --scope' makes one."));
        }
    }

    private ApiKeyEntry recognised(String authorization) {
        if (authorization.isEmpty()) {
            throw refused("there is no API key in the request");
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw refused("this is not an API key of this gateway");
        }
        return keys.recognise(authorization.substring(SCHEME.length()).strip())
                .orElseThrow(() -> refused("this is not a live API key of this gateway"));
    }

    private static Rejection refused(String detail) {
        return new Rejection(Fault.at("Authorization", ErrorCode.UNAUTHENTICATED, detail));
    }
}
