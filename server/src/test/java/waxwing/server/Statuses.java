package waxwing.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;

/// Reads what a refused call was told.
public final class Statuses {
    private Statuses() {}

    /// The reason in the status's `ErrorInfo`.
    public static String reason(StatusRuntimeException refused) {
        ErrorInfo info = detail(refused, ErrorInfo.class)
                .orElseThrow(() -> new AssertionError("no ErrorInfo in " + refused.getStatus()));
        if (!info.getDomain().equals("waxwing")) {
            throw new AssertionError("domain: " + info.getDomain());
        }
        return info.getReason();
    }

    public static List<String> violatedFields(StatusRuntimeException refused) {
        return detail(refused, BadRequest.class).orElseThrow().getFieldViolationsList().stream()
                .map(BadRequest.FieldViolation::getField)
                .toList();
    }

    /// A further detail of the status.
    public static <T extends Message> Optional<T> detail(StatusRuntimeException refused, Class<T> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        if (status == null) {
            return Optional.empty();
        }
        for (Any any : status.getDetailsList()) {
            if (any.is(type)) {
                try {
                    return Optional.of(any.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return Optional.empty();
    }
}
