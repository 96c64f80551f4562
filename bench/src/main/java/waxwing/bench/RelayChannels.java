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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
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
                .trustManager(new Pinned(link))
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

    private record Pinned(RelayLink link) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                byte[] key = MessageDigest.getInstance("SHA-256")
                        .digest(chain[0].getPublicKey().getEncoded());
                if (!HexFormat.of().formatHex(key).equals(link.fingerprint().orElse(""))) {
                    throw new CertificateException("not the relay's key");
                }
            } catch (NoSuchAlgorithmException problem) {
                throw new CertificateException(problem);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
