package waxwing.client.adversity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
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
import waxwing.client.registration.Registrant;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.ApproveBusinessRequest;
import waxwing.relay.v1.Certificate;
import waxwing.relay.v1.SignedCertificate;
import waxwing.server.Relay;
import waxwing.server.RelayEnvironment;
import waxwing.server.admin.OperatorChannel;
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

    /// With the relay's own good signature, whatever it says.
    SignedCertificate signed(Certificate certificate) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(identity.privateKey());
            signature.update("waxwing-certificate-v1\0".getBytes(US_ASCII));
            signature.update(certificate.toByteArray());
            return SignedCertificate.newBuilder()
                    .setCertificate(certificate.toByteString())
                    .setSignature(ByteString.copyFrom(signature.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String codeFor(PhoneNumber number) {
        return Optional.ofNullable(codes.get(number.e164())).orElseThrow();
    }

    /// Registers somebody with the next free number, and connects.
    Person person(String name) {
        return register(name, new Registrant.Role.Person(Optional.empty()));
    }

    /// As [#person], a business that the operator has approved.
    Person business(String name) {
        Person business = register(name, new Registrant.Role.Business(name));
        try (OperatorChannel channel = OperatorChannel.to(relay.operatorSocket())) {
            var answer = channel.operator()
                    .approveBusiness(ApproveBusinessRequest.newBuilder()
                            .setAccountId(ByteString.copyFrom(
                                    business.client().account().id().toBytes()))
                            .build());
            if (!answer.hasBusiness()) {
                throw new AssertionError("the relay doesn't know the business");
            }
        }
        return business;
    }

    private Person register(String name, Registrant.Role role) {
        int index = registered++;
        PhoneNumber number = PhoneNumber.ofE164(String.format(Locale.ROOT, "+120255501%02d", index));
        Person person = Person.register(this, folder.resolve(name + index), number, role);
        people.add(person);
        return person;
    }
}
