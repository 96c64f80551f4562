package waxwing.gateway.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import waxwing.gateway.apikey.ApiKeyEntry;
import waxwing.gateway.apikey.ApiKeys;
import waxwing.gateway.apikey.KeyRates;
import waxwing.gateway.apikey.KeyRates.Verdict;
import waxwing.gateway.apikey.Scope;

/// Lets in who presents a live API key as `Bearer KEY`, at the key's rate, if the key has the scope for what
/// is asked: by what stands before a request's body, so that nobody else's is read.
public final class Callers {
    /// For how long a full bucket lasts at a key's rate.
    private static final int BURST_SECONDS = KeyRates.BURST_SECONDS;

    private static final String SCHEME = "bearer ";

    /// So many bodies of the large size are in memory at once.
    private static final int LARGE_AT_ONCE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ApiKeys keys;
    private final KeyRates rates;
    private final RefusalTeller refusals;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    public Callers(ApiKeys keys, InstantSource clock) {
        this(keys, clock, (_, _) -> {});
    }

    public Callers(ApiKeys keys, InstantSource clock, RefusalTeller refusals) {
        this.keys = keys;
        this.rates = new KeyRates(clock);
        this.refusals = refusals;
    }

    /// Is told of each request to which nobody was let in.
    @FunctionalInterface
    public interface RefusalTeller {
        void refused(Operation operation, ErrorCode code);
    }

    /// Is told how much of a key's rate is left, also where a request is refused.
    @FunctionalInterface
    public interface RateTeller {
        /// @param burst how many requests there can be at once
        /// @param left how many of them are left
        /// @param full when all of them are there again
        void tell(int burst, long left, Duration full);
    }

    /// Somebody who was let in.
    ///
    /// @param done has to be called when the request is over
    public record Admitted(ApiKeyEntry caller, Runnable done) {
        @Override
        public String toString() {
            return "Admitted[" + caller.id() + "]";
        }
    }

    /// Lets somebody in for one request, whose body may be read from then on; a large one has to wait until few
    /// enough others are there.
    ///
    /// @param authorization as it was sent; empty if it was not
    /// @throws Rejection if the caller is not let in
    public Admitted admit(String authorization, Operation operation, RateTeller teller) {
        try {
            ApiKeyEntry caller = admit(authorization, operation.scope(), teller);
            return operation.size() == Operation.Size.BATCH ? large(caller) : new Admitted(caller, () -> {});
        } catch (Rejection rejection) {
            refusals.refused(operation, Failures.code(rejection));
            throw rejection;
        }
    }

    private Admitted large(ApiKeyEntry caller) {
        try {
            if (large.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Admitted(caller, large::release);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Rejection(Fault.unavailable("there are " + LARGE_AT_ONCE + " batches being read at this moment"));
    }

    /// As [#admit(String, Operation, RateTeller)], for a request without a body to speak of.
    ///
    /// @param wanted what the key has to be for; empty if any live one will do
    public ApiKeyEntry admit(String authorization, Optional<Scope> wanted, RateTeller teller) {
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
        wanted.ifPresent(scope -> require(scope, caller));
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

    /// For who was let in and stays for long.
    ///
    /// @throws Rejection if the key is no longer a live one
    public void requireLive(String authorization) {
        ApiKeyEntry _ = recognised(authorization);
    }

    /// `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10.
    public static String ratePolicy(int burst) {
        return "\"key\";q=" + burst + ";w=" + BURST_SECONDS;
    }

    /// `RateLimit` of the same.
    public static String rateLeft(long left, Duration full) {
        return "\"key\";r=" + left + ";t=" + full.plusMillis(999).toSeconds();
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
