package waxwing.server.rpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Set;

/// Refuses a request that is too large or breaks a rule that stands beside a field in its .proto.
///
/// Methods that answer broken rules themselves, as a case of their answer, are left to themselves.
public final class ValidationInterceptor implements ServerInterceptor {
    /// Well above the largest legal frame: two destinations with six envelopes of 96 KiB.
    public static final int LARGEST_FRAME_BYTES = 2 * 1024 * 1024;

    private final FieldRules rules;
    private final Set<String> selfChecking;

    /// @param selfChecking full names of methods, for example `waxwing.relay.v1.Messaging/Exchange`
    public ValidationInterceptor(FieldRules rules, Set<String> selfChecking) {
        this.rules = rules;
        this.selfChecking = Set.copyOf(selfChecking);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        if (selfChecking.contains(call.getMethodDescriptor().getFullMethodName())) {
            return listener;
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q request) {
                check((Message) request);
                super.onMessage(request);
            }
        };
    }

    private void check(Message request) {
        if (request.getSerializedSize() > LARGEST_FRAME_BYTES) {
            throw Rejection.frameTooLarge(LARGEST_FRAME_BYTES, request.getSerializedSize());
        }
        List<Rejection.Violation> violations = rules.brokenBy(request);
        if (!violations.isEmpty()) {
            throw Rejection.constraintViolated(violations);
        }
    }
}
