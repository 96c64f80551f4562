package waxwing.gateway.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.UUID;
import waxwing.business.v1.AcceptedMessage;
import waxwing.business.v1.MessagesGrpc;
import waxwing.business.v1.SendMessageRequest;
import waxwing.gateway.Api;

/// Calls the API as a business's own program would, with nothing but grpc-java and the generated code.
public final class GrpcCaller implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> IDEMPOTENCY_KEY =
            Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final String key;

    public GrpcCaller(Api api) {
        channel = Grpc.newChannelBuilder(api.url().replace("http://", ""), InsecureChannelCredentials.create())
                .build();
        key = api.key();
    }

    /// With the caller's own key.
    public Channel channel() {
        return as(key);
    }

    Channel as(String otherKey) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + otherKey);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// For a call that sends.
    Channel under(String idempotencyKey) {
        var headers = new Metadata();
        headers.put(IDEMPOTENCY_KEY, idempotencyKey);
        return ClientInterceptors.intercept(channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    AcceptedMessage send(SendMessageRequest request) {
        return send(UUID.randomUUID().toString(), request);
    }

    AcceptedMessage send(String idempotencyKey, SendMessageRequest request) {
        return MessagesGrpc.newBlockingStub(under(idempotencyKey)).sendMessage(request);
    }

    /// A request as it would be written for the API over HTTP, read by protobuf's own rules.
    static SendMessageRequest request(String json) {
        return parsed(json, SendMessageRequest.newBuilder()).build();
    }

    static <B extends Message.Builder> B parsed(String json, B into) {
        try {
            JsonFormat.parser().merge(json, into);
            return into;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ErrorInfo info(StatusRuntimeException failure) {
        return detail(failure, ErrorInfo.class).orElseThrow();
    }

    static Optional<RetryInfo> retry(StatusRuntimeException failure) {
        return detail(failure, RetryInfo.class);
    }

    static Optional<BadRequest> violations(StatusRuntimeException failure) {
        return detail(failure, BadRequest.class);
    }

    private static <M extends Message> Optional<M> detail(StatusRuntimeException failure, Class<M> type) {
        return StatusProto.fromThrowable(failure).getDetailsList().stream()
                .filter(any -> any.is(type))
                .map(any -> unpacked(any, type))
                .findFirst();
    }

    private static <M extends Message> M unpacked(Any any, Class<M> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
