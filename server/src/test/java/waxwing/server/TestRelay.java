package waxwing.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.BusinessChangeResponse;
import waxwing.relay.v1.OperatorGrpc.OperatorBlockingStub;
import waxwing.server.admin.OperatorChannel;
import waxwing.server.config.RelayConfig;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;

/// A real relay on a free port of loopback, with real TLS, a clock that is moved, and codes that land here.
public final class TestRelay implements AutoCloseable {
    private final MutableClock clock;
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final ErrorConformance conformance = new ErrorConformance();
    private final RelayConfig config;
    private final CodeSender sender;
    private Relay relay;

    private TestRelay(RelayConfig config, MutableClock clock, Optional<CodeSender> sender) {
        this.config = config;
        this.clock = clock;
        this.sender = sender.orElse(new CodeSender() {
            @Override
            public Sent send(PhoneNumber number, Code code) {
                codes.put(number.e164(), code.digits());
                return Sent.HANDED_ON;
            }

            @Override
            public Sent send(DomainContact contact, Code code) {
                codes.put(contact.address(), code.digits());
                return Sent.HANDED_ON;
            }
        });
        this.relay = startOne();
    }

    public static TestRelay start(Path folder) {
        return start(folder, config -> config);
    }

    public static TestRelay start(Path folder, UnaryOperator<RelayConfig> configured) {
        return new TestRelay(configured.apply(RelayConfig.dev(folder)), new MutableClock(), Optional.empty());
    }

    /// Starts one whose codes go where the sender sends them.
    public static TestRelay startSending(Path folder, CodeSender sender) {
        return new TestRelay(RelayConfig.dev(folder), new MutableClock(), Optional.of(sender));
    }

    private Relay startOne() {
        return Relay.start(config, new RelayEnvironment(clock, new SecureRandom(), Optional.of(sender)));
    }

    /// Stops it in good order and starts it again over the same data.
    public void restart() {
        closeChannels();
        relay.close();
        relay = startOne();
    }

    public Relay relay() {
        return relay;
    }

    public MutableClock clock() {
        return clock;
    }

    /// The last code that was sent to the number.
    public String codeFor(PhoneNumber number) {
        return Optional.ofNullable(codes.get(number.e164())).orElseThrow();
    }

    /// The last code that was mailed to the address.
    public String codeMailedTo(String address) {
        return Optional.ofNullable(codes.get(address)).orElseThrow();
    }

    /// A new connection.
    public ManagedChannel channel() {
        return channel(builder -> builder);
    }

    /// A new connection, configured further.
    public ManagedChannel channel(UnaryOperator<NettyChannelBuilder> configured) {
        try {
            ManagedChannel channel = configured
                    .apply(NettyChannelBuilder.forAddress(
                            relay.link().host(), relay.link().port()))
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(InsecureTrustManagerFactory.INSTANCE)
                            .protocols("TLSv1.3")
                            .build())
                    .overrideAuthority("relay")
                    .intercept(conformance)
                    .build();
            channels.add(channel);
            return channel;
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asks on the operator's socket.
    public <T> T operator(Function<OperatorBlockingStub, T> question) {
        try (OperatorChannel channel = OperatorChannel.to(relay.operatorSocket())) {
            return question.apply(channel.operator());
        }
    }

    /// Lets a business send.
    public void approve(TestDevice business) {
        BusinessChangeResponse _ = operator(operator -> operator.approveBusiness(ApproveBusinessRequest.newBuilder()
                .setAccountId(business.accountBytes())
                .build()));
    }

    private void closeChannels() {
        channels.forEach(ManagedChannel::shutdownNow);
        for (ManagedChannel channel : channels) {
            try {
                channel.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        channels.clear();
    }

    @Override
    public void close() {
        closeChannels();
        relay.close();
        assertThat(conformance.violations()).isEmpty();
    }
}
