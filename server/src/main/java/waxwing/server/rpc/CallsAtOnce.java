package waxwing.server.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds how many unary calls are served at a time, so that a relay that has too much to do says so at once and goes
/// on with the rest: at most half of them for one network, so that none can keep all others out. It stands before
/// authentication, which costs something, too. Streams have bounds of their own.
///
/// A call counts until its work is done, even if its caller has gone.
public final class CallsAtOnce implements ServerInterceptor {
    /// For a relay of one machine.
    public static final int DEFAULT = 1_024;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final SocketAddress NOWHERE = InetSocketAddress.createUnresolved("unknown", 0);

    private final int most;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<CallSource, Integer> byNetwork = new ConcurrentHashMap<>();

    public CallsAtOnce(int most) {
        this.most = most;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        CallSource network = CallSource.of(remote == null ? NOWHERE : remote);
        if (!enter(network)) {
            throw Rejection.rateLimited(RETRY_AFTER);
        }
        try {
            return new Leaving<>(next.startCall(call, headers), () -> leave(network));
        } catch (RuntimeException e) {
            leave(network);
            throw e;
        }
    }

    private boolean enter(CallSource network) {
        int own = byNetwork.merge(network, 1, Integer::sum);
        if (all.incrementAndGet() <= most && own <= most / 2) {
            return true;
        }
        leave(network);
        return false;
    }

    private void leave(CallSource network) {
        all.decrementAndGet();
        byNetwork.computeIfPresent(network, (_, calls) -> calls == 1 ? null : calls - 1);
    }

    /// Hears how the call ends, in one of two ways and once, after whatever was running for it.
    private static final class Leaving<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Runnable leave;

        Leaving(ServerCall.Listener<Q> listener, Runnable leave) {
            super(listener);
            this.leave = leave;
        }

        @Override
        public void onCancel() {
            try {
                super.onCancel();
            } finally {
                leave.run();
            }
        }

        @Override
        public void onComplete() {
            try {
                super.onComplete();
            } finally {
                leave.run();
            }
        }
    }
}
