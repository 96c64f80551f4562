package waxwing.client.adversity;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import waxwing.client.profile.Environment;
import waxwing.model.PhoneNumber;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.config.DataFolder;
import waxwing.server.config.RelayConfig;
import waxwing.server.credentials.RelayIdentity;
import waxwing.server.registration.CodeSender;

/// A real relay, a middleman before it, and people who know only the middleman; for the tests of a class. The
/// people of one test are gone before the next.
final class World implements AfterEachCallback, AfterAllCallback {
    static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());

    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final List<Person> people = new ArrayList<>();
    private final Path folder;
    private final Relay relay;
    private final RelayIdentity identity;
    private final Middleman middleman;
    private int registered;

    World() {
        try {
            folder = Files.createTempDirectory("waxwing");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /// Everybody leaves, and the middleman behaves.
    @Override
    public void afterEach(ExtensionContext context) {
        middleman.behave();
        people.forEach(Person::close);
        people.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        middleman.close();
        relay.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    /// Where the people's folders are.
    Path folder() {
        return folder;
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
}
