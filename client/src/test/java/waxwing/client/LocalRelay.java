package waxwing.client;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import waxwing.model.AccountId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.SuspendBusinessRequest;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.admin.OperatorChannel;
import waxwing.server.config.Listen;
import waxwing.server.config.RelayConfig;
import waxwing.server.registration.Code;
import waxwing.server.registration.CodeSender;
import waxwing.server.registration.DomainContact;

/// A real relay on loopback, over TLS, for the tests of a class; its codes land here. It keeps its port when it
/// is started again.
final class LocalRelay implements BeforeAllCallback, AfterAllCallback {
    private final Map<PhoneNumber, String> codes = new ConcurrentHashMap<>();
    private final Map<String, String> domainCodes = new ConcurrentHashMap<>();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicInteger lastNumber = new AtomicInteger(100);
    private @Nullable Path folder;
    private @Nullable RelayConfig config;
    private @Nullable Relay relay;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path fresh = Files.createTempDirectory("waxwing");
        folder = fresh;
        RelayConfig anyPort = RelayConfig.dev(fresh.resolve("relay"));
        Relay first = start(anyPort);
        relay = first;
        config =
                anyPort.listeningOn(new Listen(first.link().host(), first.link().port()));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
        try (var files = Files.walk(folder())) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private Relay start(RelayConfig as) {
        InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead.get());
        return Relay.start(as, new RelayEnvironment(clock, new SecureRandom(), Optional.of(new CodeSender() {
            @Override
            public Sent send(PhoneNumber number, Code code) {
                codes.put(number, code.digits());
                return Sent.HANDED_ON;
            }

            @Override
            public Sent send(DomainContact contact, Code code) {
                domainCodes.put(contact.address(), code.digits());
                return Sent.HANDED_ON;
            }
        })));
    }

    private Relay running() {
        return Objects.requireNonNull(relay, "the relay doesn't run");
    }

    RelayLink link() {
        return running().link();
    }

    Path folder() {
        return Objects.requireNonNull(folder, "the relay was never started");
    }

    String codeFor(PhoneNumber number) {
        return Optional.ofNullable(codes.get(number)).orElseThrow();
    }

    /// The last code that was mailed to the address.
    String codeMailedTo(String address) {
        return Optional.ofNullable(domainCodes.get(address)).orElseThrow();
    }

    /// A number that nobody had before.
    PhoneNumber freshNumber() {
        return PhoneNumber.ofE164("+1202555" + String.format(Locale.ROOT, "%04d", lastNumber.incrementAndGet()));
    }

    /// Moves the relay's clock on.
    void passes(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    void stop() {
        running().close();
    }

    void startAgain() {
        relay = start(Objects.requireNonNull(config));
    }

    /// As the operator.
    void approve(AccountId business) {
        try (OperatorChannel channel = OperatorChannel.to(running().operatorSocket())) {
            var answer = channel.operator()
                    .approveBusiness(ApproveBusinessRequest.newBuilder()
                            .setAccountId(ByteString.copyFrom(business.toBytes()))
                            .build());
            if (!answer.hasBusiness()) {
                throw new AssertionError("the relay doesn't know the business");
            }
        }
    }

    /// As the operator.
    void suspend(AccountId business) {
        try (OperatorChannel channel = OperatorChannel.to(running().operatorSocket())) {
            var answer = channel.operator()
                    .suspendBusiness(SuspendBusinessRequest.newBuilder()
                            .setAccountId(ByteString.copyFrom(business.toBytes()))
                            .setReason("test")
                            .build());
            if (!answer.hasBusiness()) {
                throw new AssertionError("the relay doesn't know the business");
            }
        }
    }
}
