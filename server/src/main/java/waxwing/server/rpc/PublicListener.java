package waxwing.server.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// The relay's public port: gRPC over TLS 1.3, with bounds on what one connection may do to it, and one network.
///
/// A connection belongs to one event loop, which also runs what comes on its streams ([CallThreads]). There is a loop
/// for each core but one, which is left to commits, compaction and garbage collection: on few cores that costs less
/// CPU a message than loops that wake each other.
public final class PublicListener implements AutoCloseable {
    private static final int CALLS_PER_CONNECTION = 100;
    private static final int LARGEST_MESSAGE_BYTES = 2 * ValidationInterceptor.LARGEST_FRAME_BYTES;
    private static final int LARGEST_METADATA_BYTES = 8 * 1024;
    private static final int FLOW_CONTROL_WINDOW_BYTES = 1024 * 1024;
    /// Of at most 64 KiB each: whoever floods waits for its turn like all others on its loop.
    private static final int READS_PER_TURN = 4;

    private static final int RESETS_PER_WINDOW = 200;
    private static final int RESET_WINDOW_SECONDS = 10;

    private final Server server;
    private final MultiThreadIoEventLoopGroup acceptor;
    private final MultiThreadIoEventLoopGroup workers;
    private final ExecutorService calls;

    private PublicListener(
            Server server,
            MultiThreadIoEventLoopGroup acceptor,
            MultiThreadIoEventLoopGroup workers,
            ExecutorService calls) {
        this.server = server;
        this.acceptor = acceptor;
        this.workers = workers;
        this.calls = calls;
    }

    /// The key and certificate that the port shows.
    public record Tls(PrivateKey key, X509Certificate certificate) {}

    /// Starts to serve.
    ///
    /// @param connectionsPerAddress that may be open at a time
    /// @param interceptors in the order in which a call meets them
    /// @throws IOException if the address can't be listened on
    public static PublicListener start(
            InetSocketAddress address,
            Tls tls,
            int connectionsPerAddress,
            List<? extends BindableService> services,
            List<? extends ServerInterceptor> interceptors)
            throws IOException {
        MultiThreadIoEventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, ioHandlers());
        MultiThreadIoEventLoopGroup workers = new MultiThreadIoEventLoopGroup(loops(), ioHandlers());
        ExecutorService calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call-", 0).factory());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
                .channelFactory(() -> accepting(connectionsPerAddress))
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(workers)
                .withChildOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_PER_TURN))
                .executor(Runnable::run)
                .callExecutor(new CallThreads(calls))
                .sslContext(sslContext(tls));
        bound(builder);
        for (BindableService service : services) {
            builder.addService(intercepted(service, interceptors));
        }
        PublicListener listener = new PublicListener(builder.build(), acceptor, workers, calls);
        try {
            listener.server.start();
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private static int loops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    private static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private static ServerChannel accepting(int connectionsPerAddress) {
        ServerChannel channel = Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        channel.pipeline().addLast(new ConnectionCap(connectionsPerAddress));
        return channel;
    }

    private static ServerServiceDefinition intercepted(
            BindableService service, List<? extends ServerInterceptor> interceptors) {
        return ServerInterceptors.interceptForward(service.bindService(), List.copyOf(interceptors));
    }

    /// What one connection may do: streams, sizes, resets (CVE-2023-44487), pings, and how long it may say
    /// nothing.
    private static void bound(NettyServerBuilder builder) {
        builder.maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .maxInboundMetadataSize(LARGEST_METADATA_BYTES)
                .maxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .handshakeTimeout(5, TimeUnit.SECONDS)
                .maxConnectionIdle(5, TimeUnit.MINUTES)
                .maxConnectionAge(12, TimeUnit.HOURS)
                .maxConnectionAgeGrace(30, TimeUnit.SECONDS)
                .permitKeepAliveTime(20, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(45, TimeUnit.SECONDS)
                .keepAliveTimeout(15, TimeUnit.SECONDS);
    }

    private static SslContext sslContext(Tls tls) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(tls.key(), tls.certificate());
        return GrpcSslContexts.configure(builder, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .build();
    }

    public int port() {
        return server.getPort();
    }

    /// Takes no new calls and sends GOAWAY; calls that run may end by themselves until [#close].
    public void drain() {
        server.shutdown();
    }

    /// Waits for calls that still run, for at most so long.
    public boolean awaitDrained(long seconds) {
        try {
            return server.awaitTermination(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        boolean _ = awaitDrained(5);
        calls.close();
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
