package waxwing.client.adversity;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import waxwing.client.profile.Environment;
import waxwing.model.PhoneNumber;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.config.DataFolder;
import waxwing.server.config.RelayConfig;
import waxwing.server.credentials.RelayIdentity;
import waxwing.server.registration.CodeSender;

/// A real relay, a middleman before it, and people who know only the middleman.
final class World implements AutoCloseable {
    static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());

    private final Path folder;
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final Relay relay;
    private final RelayIdentity identity;
    private final Middleman middleman;
    private final List<Person> people = new ArrayList<>();
    private int registered;

    World(Path folder) {
        this.folder = folder;
        RelayConfig config = RelayConfig.dev(folder.resolve("relay"));
        relay = Relay.start(
                config, new RelayEnvironment(Clock.systemUTC(), new SecureRandom(), Optional.of((number, code) -> {
                    codes.put(number.e164(), code.digits());
                    return CodeSender.Sent.HANDED_ON;
                })));
        DataFolder data = config.data();
        identity = RelayIdentity.openOrCreate(data.identity(), new SecureRandom());
        middleman = new Middleman(relay.link(), identity);
    }

    Middleman middleman() {
        return middleman;
    }

    RelayIdentity identity() {
        return identity;
    }

    String codeFor(PhoneNumber number) {
        return Optional.ofNullable(codes.get(number.e164())).orElseThrow();
    }

    /// Registers somebody with the next free number, and connects.
    Person person(String name) {
        int index = registered++;
        PhoneNumber number = PhoneNumber.ofE164(String.format(Locale.ROOT, "+120255501%02d", index));
        Person person = Person.register(this, folder.resolve(name + index), number);
        people.add(person);
        return person;
    }

    /// Everybody leaves, and the middleman behaves: the next test begins.
    void calm() {
        middleman.behave();
        people.forEach(Person::close);
        people.clear();
    }

    @Override
    public void close() {
        calm();
        middleman.close();
        relay.close();
    }
}
