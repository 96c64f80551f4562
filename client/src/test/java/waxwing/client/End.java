package waxwing.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.QueuedMessage;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.people.Contact;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.client.registration.CodeOutcome;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.client.registration.StartOutcome;
import waxwing.model.PhoneNumber;

/// A person or a business with a profile on disk: comes online, goes offline, speaks.
final class End implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private final String name;
    private final PhoneNumber number;
    private final LocalRelay relay;
    private final Path folder;
    private @Nullable Profile profile;
    private @Nullable Client client;

    private End(String name, PhoneNumber number, LocalRelay relay, Path folder) {
        this.name = name;
        this.number = number;
        this.relay = relay;
        this.folder = folder;
    }

    static End person(String name, LocalRelay relay) {
        return registered(name, relay.freshNumber(), relay, new Registrant.Role.Person(Optional.of(name)));
    }

    /// Registered, and approved by the operator.
    static End business(String name, LocalRelay relay) {
        End business = unapprovedBusiness(name, relay);
        relay.approve(business.client().account().id());
        return business;
    }

    static End unapprovedBusiness(String name, LocalRelay relay) {
        return registered(name, relay.freshNumber(), relay, new Registrant.Role.Business(name));
    }

    /// The same person with a new phone: nothing of the old profile is left, and the old one is out.
    End withNewPhone() {
        return registered(name, number, relay, new Registrant.Role.Person(Optional.of(name)));
    }

    private static End registered(String name, PhoneNumber number, LocalRelay relay, Registrant.Role role) {
        try {
            Path folder = Files.createTempDirectory(relay.folder(), name);
            End end = new End(name, number, relay, folder.resolve("profile"));
            end.register(role);
            return end;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void register(Registrant.Role role) {
        Environment environment = environment();
        Profile made = Profile.create(folder, key(), environment);
        profile = made;
        try (Registering registering = Registering.at(relay.link(), environment)) {
            require(registering.start(number), StartOutcome.CodeSent.class);
            require(registering.check(relay.codeFor(number)), CodeOutcome.Verified.class);
            require(
                    registering.register(made, new Registrant(role, "test", "Linux")),
                    RegisterOutcome.Registered.class);
        }
        client = Client.open(made);
    }

    private static <T> void require(Object outcome, Class<T> wanted) {
        if (!wanted.isInstance(outcome)) {
            throw new AssertionError(outcome + " (expected: " + wanted.getSimpleName() + ")");
        }
    }

    static Environment environment() {
        return new Environment(Clock.systemUTC(), new SecureRandom());
    }

    private ProfileKey key() {
        return new ProfileKey.KeyFile(folder.resolveSibling("key"));
    }

    Client client() {
        Client open = client;
        if (open == null) {
            throw new IllegalStateException(name + " isn't running");
        }
        return open;
    }

    Profile profile() {
        Profile open = profile;
        if (open == null) {
            throw new IllegalStateException(name + " isn't running");
        }
        return open;
    }

    PhoneNumber number() {
        return number;
    }

    End online() {
        if (client == null) {
            Profile opened = Profile.open(folder, key(), environment());
            profile = opened;
            client = Client.open(opened);
        }
        client().connect();
        return this;
    }

    /// Ends the program; the profile stays.
    End offline() {
        close();
        return this;
    }

    QueuedMessage says(String text, End to) {
        return sends(MessageBody.text(text), to);
    }

    QueuedMessage sends(MessageBody body, End to) {
        return client().send(new Recipient.ByNumber(to.number), body);
    }

    /// Sends and waits until it is that far.
    SendOutcome tells(String text, End to, MessageState atLeast) throws InterruptedException {
        return client().await(says(text, to).id(), atLeast, SOON);
    }

    Contact contact(End other) {
        return client().contacts().byNumber(other.number).orElseThrow();
    }

    @Override
    public void close() {
        Client running = client;
        if (running != null) {
            running.close();
        }
        Profile open = profile;
        if (open != null) {
            open.close();
        }
        client = null;
        profile = null;
    }

    @Override
    public String toString() {
        return name;
    }
}
