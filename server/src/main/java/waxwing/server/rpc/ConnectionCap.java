package waxwing.server.rpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Bounds how many connections one network has open at a time. It stands where connections are accepted, before TLS
/// or a call can cost anything: one too many is closed without a word.
final class ConnectionCap extends ChannelInboundHandlerAdapter {
    private final int most;
    private final ConcurrentMap<CallSource, Integer> open = new ConcurrentHashMap<>();

    ConnectionCap(int most) {
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        CallSource source = CallSource.of(connection.remoteAddress());
        if (open.merge(source, 1, Integer::sum) <= most) {
            connection.closeFuture().addListener(_ -> left(source));
            context.fireChannelRead(connection);
        } else {
            left(source);
            connection.unsafe().closeForcibly();
        }
    }

    private void left(CallSource source) {
        open.computeIfPresent(source, (_, connections) -> connections == 1 ? null : connections - 1);
    }
}
