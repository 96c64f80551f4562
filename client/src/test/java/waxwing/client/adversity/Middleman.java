package waxwing.client.adversity;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import waxwing.model.RelayLink;
import waxwing.server.credentials.RelayIdentity;

/// A relay that is not to be trusted: it has the real relay's identity key, passes every call on to it, and
/// does on the way what its [Tampering] says.
final class Middleman implements AutoCloseable {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ManagedChannel relay;
    private final Server server;
    private final RelayLink link;
    private volatile Tampering tampering = new Tampering() {};

    Middleman(RelayLink real, RelayIdentity identity) {
        try {
            relay = NettyChannelBuilder.forAddress(real.host(), real.port())
                    .sslContext(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.OPENSSL)
                            .trustManager(InsecureTrustManagerFactory.INSTANCE)
                            .protocols("TLSv1.3")
                            .build())
                    .overrideAuthority("relay")
                    .disableRetry()
                    .build();
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .executor(threads)
                    .sslContext(GrpcSslContexts.configure(
                                    SslContextBuilder.forServer(
                                            identity.privateKey(),
                                            identity.selfMadeCertificate(Clock.systemUTC(), new SecureRandom())),
                                    SslProvider.OPENSSL)
                            .protocols("TLSv1.3")
                            .build())
                    .fallbackHandlerRegistry(new Anything())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        link = new RelayLink("127.0.0.1", server.getPort(), real.fingerprint());
    }

    /// To be given to the ends in place of the real relay's.
    RelayLink link() {
        return link;
    }

    /// From the next message on.
    void tamper(Tampering next) {
        tampering = next;
    }

    void behave() {
        tampering = new Tampering() {};
    }

    @Override
    public void close() {
        server.shutdownNow();
        relay.shutdownNow();
        try {
            boolean _ = server.awaitTermination(5, TimeUnit.SECONDS) && relay.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        threads.close();
    }

    /// What a middleman does to a message: nothing, unless it is overridden.
    interface Tampering {
        /// @return what the relay gets in place of `message`
        /// @throws CutException to end the call instead
        default List<byte[]> toRelay(String method, byte[] message) throws CutException {
            return List.of(message);
        }

        /// @return what the end gets in place of `message`
        /// @throws CutException to end the call instead
        default List<byte[]> toEnd(String method, byte[] message) throws CutException {
            return List.of(message);
        }
    }

    /// The call ends here.
    static final class CutException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Status status;

        /// As a connection that breaks.
        CutException() {
            this(Status.UNAVAILABLE);
        }

        CutException(Status status) {
            this.status = status;
        }
    }

    private final class Anything extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            MethodType type = name.endsWith("/Exchange") ? MethodType.BIDI_STREAMING : MethodType.UNARY;
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(BYTES, BYTES)
                    .setFullMethodName(name)
                    .setType(type)
                    .build();
            return ServerMethodDefinition.create(method, new Passage(name, method));
        }
    }

    private final class Passage implements ServerCallHandler<byte[], byte[]> {
        private final String name;
        private final MethodDescriptor<byte[], byte[]> method;

        Passage(String name, MethodDescriptor<byte[], byte[]> method) {
            this.name = name.substring(name.lastIndexOf('.') + 1);
            this.method = method;
        }

        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> end, Metadata headers) {
            ClientCall<byte[], byte[]> call = relay.newCall(method, CallOptions.DEFAULT);
            Answers answers = new Answers(end, call);
            call.start(answers, headers);
            call.request(1);
            end.request(1);
            return new Questions(end, call, answers);
        }

        private final class Questions extends ServerCall.Listener<byte[]> {
            private final ServerCall<byte[], byte[]> end;
            private final ClientCall<byte[], byte[]> call;
            private final Answers answers;

            Questions(ServerCall<byte[], byte[]> end, ClientCall<byte[], byte[]> call, Answers answers) {
                this.end = end;
                this.call = call;
                this.answers = answers;
            }

            @Override
            public void onMessage(byte[] message) {
                try {
                    List<byte[]> changed = tampering.toRelay(name, message);
                    answers.unlessClosed(() -> {
                        changed.forEach(call::sendMessage);
                        end.request(1);
                    });
                } catch (CutException cut) {
                    answers.cut(cut.status);
                }
            }

            @Override
            public void onHalfClose() {
                answers.unlessClosed(call::halfClose);
            }

            @Override
            public void onCancel() {
                call.cancel("the end is gone", null);
            }
        }

        private final class Answers extends ClientCall.Listener<byte[]> {
            private final ServerCall<byte[], byte[]> end;
            private final ClientCall<byte[], byte[]> call;
            private boolean opened;
            private boolean closed;

            Answers(ServerCall<byte[], byte[]> end, ClientCall<byte[], byte[]> call) {
                this.end = end;
                this.call = call;
            }

            @Override
            public synchronized void onHeaders(Metadata headers) {
                if (!closed) {
                    opened = true;
                    end.sendHeaders(headers);
                }
            }

            @Override
            public synchronized void onMessage(byte[] message) {
                if (closed) {
                    return;
                }
                try {
                    tampering.toEnd(name, message).forEach(end::sendMessage);
                    call.request(1);
                } catch (CutException cut) {
                    cut(cut.status);
                }
            }

            @Override
            public synchronized void onClose(Status status, Metadata trailers) {
                if (!closed) {
                    closed = true;
                    end.close(status, trailers);
                }
            }

            synchronized void unlessClosed(Runnable step) {
                if (!closed) {
                    step.run();
                }
            }

            synchronized void cut(Status status) {
                if (!closed) {
                    closed = true;
                    call.cancel("cut", null);
                    if (!opened) {
                        end.sendHeaders(new Metadata());
                    }
                    end.close(status.withDescription("cut"), new Metadata());
                }
            }
        }
    }
}
