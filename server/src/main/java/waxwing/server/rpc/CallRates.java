package waxwing.server.rpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import waxwing.model.AccountId;
import waxwing.server.account.Caller;
import waxwing.server.limits.AccountLimiter;
import waxwing.server.limits.Limiter;

/// Bounds how often an account makes unary calls of any kind or, without credentials, a network. It stands behind
/// authentication. What is costly has a limit of its own besides, so these admit whom they can't remember.
public final class CallRates implements ServerInterceptor {
    private final AccountLimiter accounts;
    private final Limiter<CallSource> networks;

    public CallRates(AccountLimiter.Rates rates, Predicate<AccountId> isVerifiedBusiness, InstantSource clock) {
        this.accounts = new AccountLimiter(rates, isVerifiedBusiness, Limiter.WhenFull.ADMIT, clock);
        this.networks = new Limiter<>(rates.usual(), Limiter.WhenFull.ADMIT, clock);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
            @Nullable Caller caller = Callers.CALLER.get();
            Optional<Duration> wait = caller == null
                    ? networks.take(CallSource.of(Callers.remoteAddress()))
                    : accounts.take(caller.account());
            if (wait.isPresent()) {
                throw Rejection.rateLimited(wait.get());
            }
        }
        return next.startCall(call, headers);
    }
}
