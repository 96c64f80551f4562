package waxwing.server.admin;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import waxwing.relay.v1.OperatorGrpc;

/// A connection to the operator's door of a running relay.
public final class OperatorChannel implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup events = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;

    private OperatorChannel(Path socket) {
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class)
                .eventLoopGroup(events)
                .overrideAuthority("relay")
                .usePlaintext()
                .build();
    }

    public static OperatorChannel to(Path socket) {
        return new OperatorChannel(socket);
    }

    public OperatorGrpc.OperatorBlockingStub operator() {
        return OperatorGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        events.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
