package waxwing.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import waxwing.relay.v1.ErrorReason;

/// Watches every call of a test: what ends one has to be in the closed list of `errors.proto`, with its reason.
final class ErrorConformance implements ClientInterceptor {
    private static final Set<Status.Code> OF_THE_TRANSPORT =
            Set.of(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED, Status.Code.UNIMPLEMENTED);

    private static final Map<Status.Code, Set<ErrorReason>> LEGAL = Map.of(
            Status.Code.UNAUTHENTICATED, Set.of(ErrorReason.BAD_CREDENTIALS, ErrorReason.CREDENTIALS_NOT_ALLOWED),
            Status.Code.PERMISSION_DENIED, Set.of(ErrorReason.WRONG_CALLER),
            Status.Code.INVALID_ARGUMENT, Set.of(ErrorReason.CONSTRAINT_VIOLATED, ErrorReason.PROTOCOL_VIOLATED),
            Status.Code.RESOURCE_EXHAUSTED,
                    Set.of(ErrorReason.RATE_LIMITED, ErrorReason.STORAGE_FULL, ErrorReason.FRAME_TOO_LARGE),
            Status.Code.ABORTED, Set.of(ErrorReason.STREAM_CLOSED),
            Status.Code.UNAVAILABLE, Set.of(ErrorReason.RELAY_UNAVAILABLE));

    private final List<String> violations = new CopyOnWriteArrayList<>();

    /// What broke the rule so far, a line each.
    List<String> violations() {
        return violations;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                check(method, status, trailers);
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private void check(MethodDescriptor<?, ?> method, Status status, Metadata trailers) {
        boolean madeByTransport = OF_THE_TRANSPORT.contains(status.getCode())
                || (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null);
        if (status.isOk() || madeByTransport || isConnectionEnd(status)) {
            return;
        }
        try {
            ErrorReason reason = ErrorReason.valueOf(Statuses.reason(status.asRuntimeException(trailers)));
            if (!LEGAL.getOrDefault(status.getCode(), Set.of()).contains(reason)) {
                violations.add(method.getFullMethodName() + ": " + status.getCode() + " with " + reason);
            }
        } catch (AssertionError | IllegalArgumentException e) {
            violations.add(method.getFullMethodName() + ": " + status + " (" + e.getMessage() + ")");
        }
    }

    /// The client's own library says UNAVAILABLE when a connection goes, and when its channel is shut down.
    private static boolean isConnectionEnd(Status status) {
        String text = String.valueOf(status.getDescription());
        return status.getCode() == Status.Code.UNAVAILABLE
                && (text.contains("shutdown") || text.contains("GOAWAY") || text.contains("closed"));
    }
}
