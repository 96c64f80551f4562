package waxwing.gateway;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import waxwing.client.profile.Environment;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.gateway.webhook.guard.HostResolver;
import waxwing.gateway.webhook.guard.Receivers;
import waxwing.gateway.webhook.guard.TargetGuard;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.BusinessChangeResponse;
import waxwing.relay.v1.LimitBusinessRequest;
import waxwing.relay.v1.OperatorGrpc.OperatorBlockingStub;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.admin.OperatorChannel;
import waxwing.server.config.Listen;
import waxwing.server.config.RelayConfig;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;

/// A real relay over TLS, people with real clients, and businesses with real gateways, in one process.
final class TestWorld implements AutoCloseable {
    static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());

    private final Path folder;
    private final Environment environment;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final Deque<TestPerson> people = new ArrayDeque<>();
    private RelayConfig config;
    private @Nullable Relay relay;

    TestWorld(Path folder) {
        this(folder, ENVIRONMENT);
    }

    /// @param environment of the relay too, and of all people and commands; the gateways' own is given to
    ///     [#start(Path, Environment)]
    TestWorld(Path folder, Environment environment) {
        this.folder = folder;
        this.environment = environment;
        this.config = RelayConfig.dev(folder.resolve("relay"));
        startRelay();
        config = config.listeningOn(new Listen("127.0.0.1", relay().link().port()));
    }

    /// Starts the relay over its data, on the port that it had.
    void startRelay() {
        CodeSender sender = new CodeSender() {
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
        };
        InstantSource clock = () -> environment.clock().instant().plus(ahead.get());
        relay = Relay.start(config, RelayEnvironment.system().withClock(clock).sendingCodesTo(sender));
    }

    /// Moves the relay's clock on.
    void passes(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    void stopRelay() {
        relay().close();
        relay = null;
    }

    Relay relay() {
        if (relay == null) {
            throw new IllegalStateException("the relay is stopped");
        }
        return relay;
    }

    /// What a command printed and how it ended.
    record Ran(int exit, String out, String err) {}

    /// Runs a command of the gateway; `input` is asked for when the command reads its standard input.
    Ran run(Supplier<String> input, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(environment, new Terminal(lazily(input), new PrintWriter(out), new PrintWriter(err)), args);
        return new Ran(exit, out.toString(), err.toString());
    }

    Ran run(String... args) {
        return run(() -> "", args);
    }

    /// `gateway init` with the code that the relay sends.
    Ran init(Path gateway, String number, String name) {
        return run(
                () -> codes.get(number) + "\n",
                "init",
                "--relay",
                relay().link().toString(),
                "--phone",
                number,
                "--name",
                name,
                "--code",
                "-",
                "--data-dir",
                gateway.toString());
    }

    /// The last code that was mailed to the address.
    String codeMailedTo(String address) {
        return Optional.ofNullable(codes.get(address)).orElseThrow();
    }

    Path gatewayFolder(String name) {
        return folder.resolve(name);
    }

    /// Starts a gateway over its data, on a free port.
    static Gateway start(Path gateway) {
        return start(gateway, ENVIRONMENT);
    }

    /// As [#start(Path)], with a clock of its own.
    static Gateway start(Path gateway, Environment environment) {
        return Gateway.start(
                GatewayFolder.of(gateway, Optional.empty()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                environment,
                () -> {});
    }

    /// As [#start], with webhooks to this machine allowed.
    static Gateway startWithLoopback(Path gateway) {
        return Gateway.start(
                GatewayFolder.of(gateway, Optional.empty()),
                RunSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                ENVIRONMENT,
                new TargetGuard(HostResolver.system(), Receivers.PUBLIC_AND_LOOPBACK),
                () -> {});
    }

    void approve(AccountId business) {
        decide(operator -> operator.approveBusiness(ApproveBusinessRequest.newBuilder()
                .setAccountId(ByteString.copyFrom(business.toBytes()))
                .build()));
    }

    void suspend(AccountId business, String reason) {
        decide(operator -> operator.suspendBusiness(SuspendBusinessRequest.newBuilder()
                .setAccountId(ByteString.copyFrom(business.toBytes()))
                .setReason(reason)
                .build()));
    }

    /// Gives it a tier.
    void limit(AccountId business, int tier) {
        decide(operator -> operator.limitBusiness(LimitBusinessRequest.newBuilder()
                .setAccountId(ByteString.copyFrom(business.toBytes()))
                .setTier(tier)
                .build()));
    }

    private void decide(Function<OperatorBlockingStub, BusinessChangeResponse> decision) {
        try (OperatorChannel channel = OperatorChannel.to(relay().operatorSocket())) {
            if (!decision.apply(channel.operator()).hasBusiness()) {
                throw new IllegalStateException("the relay knows no such business");
            }
        }
    }

    /// A person with a client of its own, connected.
    TestPerson person(String number, String name) {
        var person = TestPerson.register(
                folder.resolve(name),
                environment,
                () -> Registering.at(relay().link(), environment),
                PhoneNumber.ofE164(number),
                new Registrant(new Registrant.Role.Person(Optional.of(name)), "linux-cli", "Linux"),
                () -> Optional.ofNullable(codes.get(number)).orElseThrow());
        people.push(person);
        return person;
    }

    /// Ends somebody's program; its data stays.
    void goesOffline(TestPerson person) {
        people.remove(person);
        person.close();
    }

    /// Somebody's program, started again over its data.
    TestPerson personAgain(String name) {
        var person = TestPerson.open(folder.resolve(name), environment);
        people.push(person);
        return person;
    }

    private static InputStream lazily(Supplier<String> text) {
        return new InputStream() {
            private @Nullable InputStream bytes;

            private InputStream bytes() {
                if (bytes == null) {
                    bytes = new ByteArrayInputStream(text.get().getBytes(StandardCharsets.UTF_8));
                }
                return bytes;
            }

            @Override
            public int read() throws IOException {
                return bytes().read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return bytes().read(into, offset, length);
            }
        };
    }

    @Override
    public void close() {
        people.forEach(TestPerson::close);
        if (relay != null) {
            relay.close();
        }
    }
}
