package waxwing.client;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.config.Listen;
import waxwing.server.config.RelayConfig;
import waxwing.server.registration.CodeSender;

/// A real relay on loopback, over TLS, whose codes land here. It keeps its port when it is started again.
final class LocalRelay implements AutoCloseable {
    private final Map<PhoneNumber, String> codes = new ConcurrentHashMap<>();
    private final Path folder;
    private RelayConfig config;
    private Relay relay;

    private LocalRelay(Path folder) {
        this.folder = folder;
        this.config = RelayConfig.dev(folder);
        this.relay = start();
        this.config =
                config.listeningOn(new Listen(relay.link().host(), relay.link().port()));
    }

    static LocalRelay in(Path folder) {
        return new LocalRelay(folder);
    }

    private Relay start() {
        return Relay.start(
                config, new RelayEnvironment(Clock.systemUTC(), new SecureRandom(), Optional.of((number, code) -> {
                    codes.put(number, code.digits());
                    return CodeSender.Sent.HANDED_ON;
                })));
    }

    RelayLink link() {
        return relay.link();
    }

    Path folder() {
        return folder;
    }

    String codeFor(PhoneNumber number) {
        return Optional.ofNullable(codes.get(number)).orElseThrow();
    }

    void stop() {
        relay.close();
    }

    void startAgain() {
        relay = start();
    }

    @Override
    public void close() {
        relay.close();
    }
}
