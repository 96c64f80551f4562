package waxwing.server.admin;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import waxwing.server.secrets.PrivateFiles;

/// The operator's door: gRPC on a Unix socket that only the relay's own user can open.
public final class OperatorListener implements AutoCloseable {
    private final Path socket;
    private final Server server;
    private final MultiThreadIoEventLoopGroup events;
    private final ExecutorService calls;

    private OperatorListener(Path socket, Server server, MultiThreadIoEventLoopGroup events, ExecutorService calls) {
        this.socket = socket;
        this.server = server;
        this.events = events;
        this.calls = calls;
    }

    /// Starts to serve. A socket that an earlier relay of the same data folder left is replaced.
    ///
    /// @param interceptors in the order in which a call meets them
    /// @throws IOException if the socket can't be made
    public static OperatorListener start(
            Path socket, BindableService service, List<? extends ServerInterceptor> interceptors) throws IOException {
        Path folder = socket.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.createFolder(folder);
        }
        Files.deleteIfExists(socket);
        MultiThreadIoEventLoopGroup events = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ExecutorService calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("operator-", 0).factory());
        Server server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(events)
                .workerEventLoopGroup(events)
                .executor(calls)
                .addService(ServerInterceptors.interceptForward(service.bindService(), List.copyOf(interceptors)))
                .build();
        OperatorListener listener = new OperatorListener(socket, server, events, calls);
        try {
            server.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
            Files.deleteIfExists(socket);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // A socket file that stays is replaced at the next start.
        }
        calls.close();
        events.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
