package waxwing.server.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// Turns whatever ends a call into one of the statuses of `errors.proto`. A fault is logged here, once, and
/// told to the caller as unavailable with no detail.
public final class ErrorInterceptor implements ServerInterceptor {
    private static final Logger log = LoggerFactory.getLogger(ErrorInterceptor.class);

    /// What the transport itself ends calls with.
    private static final Set<Status.Code> OF_THE_TRANSPORT =
            Set.of(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED, Status.Code.UNIMPLEMENTED);

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        MappedCall<Q, A> mapped = new MappedCall<>(call);
        try {
            return new MappedListener<>(next.startCall(mapped, headers), mapped);
        } catch (RuntimeException e) {
            mapped.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    private static final class MappedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private volatile boolean closed;

        MappedCall(ServerCall<Q, A> call) {
            super(call);
        }

        void fail(RuntimeException failure) {
            if (!closed) {
                close(Status.UNKNOWN.withCause(failure), new Metadata());
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (closed) {
                return;
            }
            closed = true;
            if (status.isOk() || OF_THE_TRANSPORT.contains(status.getCode()) || trailers.containsKey(DETAILS)) {
                super.close(status, trailers);
                return;
            }
            StatusRuntimeException told = rejectionOf(status).asStatus();
            Metadata details = told.getTrailers();
            super.close(told.getStatus(), details == null ? new Metadata() : details);
        }

        private Rejection rejectionOf(Status status) {
            Throwable cause = status.getCause();
            if (cause instanceof Rejection rejection) {
                return rejection;
            }
            if (cause instanceof StorageFull) {
                return Rejection.storageFull();
            }
            String method = getMethodDescriptor().getFullMethodName();
            if (cause instanceof StorageFailure) {
                log.error("{} failed: the storage doesn't work", method, cause);
            } else if (cause != null) {
                log.error("{} failed: a bug", method, cause);
            } else {
                log.error("{} ended with {}, which is not in the closed list", method, status.getCode());
            }
            return Rejection.unavailable();
        }
    }

    private static final class MappedListener<Q, A> extends SimpleForwardingServerCallListener<Q> {
        private final MappedCall<Q, A> call;

        MappedListener(ServerCall.Listener<Q> listener, MappedCall<Q, A> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            guarded(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guarded(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guarded(super::onReady);
        }

        /// A call that has ended hears nothing more of its requests.
        private void guarded(Runnable step) {
            if (call.closed) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException e) {
                call.fail(e);
            }
        }
    }
}
