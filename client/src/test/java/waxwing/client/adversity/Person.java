package waxwing.client.adversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import waxwing.client.Client;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.client.registration.CodeOutcome;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.client.registration.StartOutcome;
import waxwing.model.DeviceAddress;
import waxwing.model.DeviceId;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// Somebody with a real client, in a folder of their own; connected unless told otherwise.
final class Person implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final PhoneNumber number;
    private Profile profile;
    private Client client;

    private Person(Path folder, PhoneNumber number, Profile profile) {
        this.folder = folder;
        this.number = number;
        this.profile = profile;
        this.client = Client.open(profile);
        client.connect();
    }

    static Person register(World world, Path folder, PhoneNumber number, Registrant.Role role) {
        Profile profile = Profile.create(folder, key(folder), World.ENVIRONMENT);
        try (Registering registering = Registering.at(world.middleman().link(), World.ENVIRONMENT)) {
            assertThat(registering.start(number)).isInstanceOf(StartOutcome.CodeSent.class);
            assertThat(registering.check(world.codeFor(number))).isInstanceOf(CodeOutcome.Verified.class);
            assertThat(registering.register(profile, new Registrant(role, "test", "Linux 6.1")))
                    .isInstanceOf(RegisterOutcome.Registered.class);
        }
        return new Person(folder, number, profile);
    }

    static ProfileKey key(Path folder) {
        return new ProfileKey.KeyFile(folder.resolveSibling(folder.getFileName() + ".key"));
    }

    Path folder() {
        return folder;
    }

    PhoneNumber number() {
        return number;
    }

    Client client() {
        return client;
    }

    Profile profile() {
        return profile;
    }

    DeviceAddress address() {
        return new DeviceAddress(client.account().id(), DeviceId.PRIMARY);
    }

    /// Ends this end, so that another process can have its folder.
    void leave() {
        client.close();
        profile.close();
    }

    /// Opens it again, and connects.
    void comeBack() {
        profile = Profile.open(folder, key(folder), World.ENVIRONMENT);
        client = Client.open(profile);
        client.connect();
    }

    MessageId send(Person to, String text) {
        return client.send(new Recipient.ByNumber(to.number), MessageBody.text(text))
                .id();
    }

    /// Sends, and waits until the other end has it.
    void tell(Person to, String text) {
        tell(to, MessageBody.text(text));
    }

    /// Sends, and waits until the other end has it.
    void tell(Person to, MessageBody body) {
        MessageId id = client.send(new Recipient.ByNumber(to.number), body).id();
        assertThat(outcome(id, MessageState.DELIVERED)).isInstanceOf(SendOutcome.Reached.class);
    }

    SendOutcome outcome(MessageId id, MessageState state) {
        try {
            return client.await(id, state, PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Contact contact(Person other) {
        return client.contacts().byNumber(other.number).orElseThrow();
    }

    /// The texts that were received from somebody, a row each.
    List<String> shown(Person from) {
        return client.contacts().byNumber(from.number).stream()
                .flatMap(contact -> client.history().with(contact, 10_000).stream())
                .filter(message -> message.direction() == StoredMessage.Direction.RECEIVED)
                .map(message -> message.body() instanceof MessageBody.Text(String text, var _) ? text : "")
                .toList();
    }

    void awaitShown(Person from, String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown(from)).containsExactly(texts));
    }

    List<Event> events() {
        return client.events().after(0, 10_000);
    }

    @Override
    public void close() {
        leave();
    }
}
