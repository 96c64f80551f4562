package waxwing.client.relay;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import waxwing.model.RelayLink;

/// The way to one relay: HTTP/2 over TLS 1.3 (BoringSSL) that only the holder of the pinned key can answer.
///
/// Opened lazily; comes back by itself after a failure. Every call has a deadline.
public final class RelayConnection implements AutoCloseable {
    /// What one unary call may take, connecting included.
    public static final Duration CALL = Duration.ofSeconds(15);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(10);
    private static final int LARGEST_FRAME = 1024 * 1024;

    private final RelayLink link;
    private final RelayTrust trust;
    private final ExecutorService callbacks;
    private final ManagedChannel channel;
    private final Channel calls;

    private RelayConnection(RelayLink link, Optional<DeviceCredentials> credentials) {
        this.link = link;
        this.trust = new RelayTrust(link);
        this.callbacks = Executors.newVirtualThreadPerTaskExecutor();
        this.channel = NettyChannelBuilder.forAddress(link.host(), link.port())
                .sslContext(tls(trust))
                .executor(callbacks)
                .offloadExecutor(callbacks)
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .maxInboundMessageSize(LARGEST_FRAME)
                .disableRetry()
                .build();
        this.calls = credentials
                .<Channel>map(own -> ClientInterceptors.intercept(
                        channel, MetadataUtils.newAttachHeadersInterceptor(own.asMetadata())))
                .orElse(channel);
    }

    /// For the services that anybody may call.
    public static RelayConnection anonymous(RelayLink link) {
        return new RelayConnection(link, Optional.empty());
    }

    public static RelayConnection authenticated(RelayLink link, DeviceCredentials credentials) {
        return new RelayConnection(link, Optional.of(credentials));
    }

    private static SslContext tls(RelayTrust trust) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.OPENSSL)
                    .protocols("TLSv1.3")
                    .trustManager(trust)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS 1.3 by BoringSSL is not usable on this machine", e);
        }
    }

    /// A stub of a service, for calls that last as long as they like.
    public <S extends AbstractStub<S>> S stub(Function<Channel, S> service) {
        return service.apply(calls);
    }

    /// One unary call with a deadline.
    ///
    /// @throws RelayFailureException if it has no answer
    public <S extends AbstractStub<S>, T> T call(Function<Channel, S> service, Function<S, T> rpc) {
        return ask(() -> rpc.apply(service.apply(calls).withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS)));
    }

    private <T> T ask(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /// What a status of this connection means.
    public RelayFailureException failure(Throwable status) {
        return Failures.of(status, trust.refused(), link);
    }

    /// The relay's public key, by which it signs certificates; empty before the first call.
    public Optional<PublicKey> relayKey() {
        return trust.key();
    }

    /// Forgets the pause after failed attempts: the next call tries at once.
    public void retryNow() {
        channel.resetConnectBackoff();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        callbacks.shutdown();
    }
}
