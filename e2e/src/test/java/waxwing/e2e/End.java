package waxwing.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waxwing.client.Client;
import waxwing.client.DrainOutcome;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.people.Contact;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.client.registration.CodeOutcome;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.client.registration.StartOutcome;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;
import waxwing.model.RelayLink;

/// A person's client inside this process, over TLS to a relay process: for load that processes would be too
/// slow for.
final class End implements AutoCloseable {
    private static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());

    private final PhoneNumber number;
    private final Path folder;
    private final ProfileKey key;
    private Profile profile;
    private Client client;

    private End(PhoneNumber number, Path folder, ProfileKey key, Profile profile) {
        this.number = number;
        this.folder = folder;
        this.key = key;
        this.profile = profile;
        this.client = Client.open(profile);
    }

    static End register(RelayProcess relay, Path folder, String e164) throws Exception {
        PhoneNumber number = PhoneNumber.ofE164(e164);
        Files.createDirectories(folder);
        ProfileKey key = new ProfileKey.KeyFile(folder.resolve("key"));
        Profile profile = Profile.create(folder.resolve("profile"), key, ENVIRONMENT);
        int mark = relay.mark();
        try (var registering = Registering.at(RelayLink.parse(relay.link()), ENVIRONMENT)) {
            expect(registering.start(number), StartOutcome.CodeSent.class);
            expect(registering.check(relay.awaitCode(mark, e164)), CodeOutcome.Verified.class);
            expect(
                    registering.register(
                            profile, new Registrant(new Registrant.Role.Person(Optional.empty()), "e2e", "Linux")),
                    RegisterOutcome.Registered.class);
        }
        return new End(number, folder, key, profile);
    }

    private static void expect(Object outcome, Class<?> wanted) {
        if (!wanted.isInstance(outcome)) {
            throw new StoryFailure("expected " + wanted.getSimpleName() + ", got " + outcome);
        }
    }

    PhoneNumber number() {
        return number;
    }

    Client client() {
        return client;
    }

    MessageId send(End to, String text) {
        return client.send(new Recipient.ByNumber(to.number), MessageBody.text(text))
                .id();
    }

    /// Every text in the history with somebody, oldest first.
    List<String> textsFrom(End other) {
        Contact contact = client.contacts().byNumber(other.number).orElseThrow();
        return client.history().with(contact, 100_000).stream()
                .map(message -> ((MessageBody.Text) message.body()).text())
                .toList();
    }

    /// All that waited at the relay is here, and all that was queued is there.
    void drain() {
        Eventually.become("all to be carried", this::drainForAWhile, DrainOutcome.Drained.class::isInstance);
    }

    private DrainOutcome drainForAWhile() {
        try {
            return client.drain(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new StoryFailure("interrupted while draining: " + e);
        }
    }

    boolean isAccepted(MessageId id) {
        return client.history().sent(id).orElseThrow().state().hasReached(MessageState.ACCEPTED);
    }

    /// Closes the client and its store, and opens both again.
    void restart() {
        close();
        profile = Profile.open(folder.resolve("profile"), key, ENVIRONMENT);
        client = Client.open(profile);
    }

    @Override
    public void close() {
        client.close();
        profile.close();
    }
}
