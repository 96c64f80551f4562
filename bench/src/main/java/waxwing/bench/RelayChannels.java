package waxwing.bench;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import waxwing.client.relay.RelayTrust;
import waxwing.model.RelayLink;

/// TLS connections to the relay, one a device, all on one event loop and without other threads: as little
/// generator as can be.
final class RelayChannels implements AutoCloseable {
    private final RelayLink link;
    private final SslContext tls;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    RelayChannels(RelayLink link) throws SSLException {
        this.link = link;
        this.tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .trustManager(new RelayTrust(link))
                .build();
    }

    ManagedChannel open() {
        return NettyChannelBuilder.forAddress(link.host(), link.port())
                .sslContext(tls)
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .build();
    }

    Executor loop() {
        return loop;
    }

    @Override
    public void close() {
        loop.shutdownGracefully().syncUninterruptibly();
    }
}
