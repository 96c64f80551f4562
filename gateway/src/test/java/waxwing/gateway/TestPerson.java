package waxwing.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import waxwing.client.Client;
import waxwing.client.messages.Event;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
import waxwing.client.messages.StoredMessage;
import waxwing.client.people.Contact;
import waxwing.client.people.ControlsOutcome;
import waxwing.client.profile.Environment;
import waxwing.client.profile.Profile;
import waxwing.client.profile.ProfileKey;
import waxwing.client.registration.CodeOutcome;
import waxwing.client.registration.RegisterOutcome;
import waxwing.client.registration.Registering;
import waxwing.client.registration.Registrant;
import waxwing.client.registration.StartOutcome;
import waxwing.content.v1.Action;
import waxwing.model.AccountId;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// A person with a real client, connected to the relay.
record TestPerson(Profile profile, Client client) implements AutoCloseable {

    static TestPerson register(
            Path folder,
            Environment environment,
            Supplier<Registering> at,
            PhoneNumber number,
            Registrant registrant,
            Supplier<String> code) {
        Profile profile = Profile.create(folder, key(folder), environment);
        try (Registering registering = at.get()) {
            expect(StartOutcome.CodeSent.class, registering.start(number));
            expect(CodeOutcome.Verified.class, registering.check(code.get()));
            expect(RegisterOutcome.Registered.class, registering.register(profile, registrant));
        }
        return connected(profile);
    }

    static TestPerson open(Path folder, Environment environment) {
        return connected(Profile.open(folder, key(folder), environment));
    }

    private static TestPerson connected(Profile profile) {
        Client client = Client.open(profile);
        client.connect();
        return new TestPerson(profile, client);
    }

    private static ProfileKey key(Path folder) {
        return new ProfileKey.KeyFile(folder.resolveSibling(folder.getFileName() + ".key"));
    }

    private static void expect(Class<?> outcome, Object was) {
        if (!outcome.isInstance(was)) {
            throw new IllegalStateException("expected " + outcome.getSimpleName() + ", got " + was);
        }
    }

    PhoneNumber number() {
        return client.account().number();
    }

    /// The ids of all business messages that ever arrived, in order.
    List<MessageId> businessMessages() {
        return client.events().after(0, 1_000).stream()
                .filter(Event.BusinessMessageReceived.class::isInstance)
                .map(event -> ((Event.BusinessMessageReceived) event).message().id())
                .toList();
    }

    MessageBody body(MessageId id) {
        return client.history().received(id).getFirst().body();
    }

    /// Has seen everything that arrived.
    void readAll() {
        client.events().acknowledge(client.events().after(0, 1_000).getLast().cursor());
    }

    MessageId writes(PhoneNumber to, String text) {
        return client.send(new Recipient.ByNumber(to), MessageBody.text(text)).id();
    }

    /// Says something that the relay has when this returns.
    void says(String text, AccountId business) throws InterruptedException {
        MessageId id = client.send(new Recipient.Known(contact(business)), MessageBody.text(text))
                .id();
        expect(SendOutcome.Reached.class, client.await(id, MessageState.ACCEPTED, Duration.ofSeconds(20)));
    }

    /// Asks for something on a card that it got.
    void asks(MessageId card, Action.Type type, String text) {
        StoredMessage shown = client.history().received(card).getFirst();
        client.send(new Recipient.Known(shown.with()), MessageBody.CardAction.about(shown, type, text));
    }

    void allow(AccountId business, MessageKind kind) {
        expect(ControlsOutcome.Changed.class, client.businesses().allow(contact(business), Set.of(kind)));
    }

    void stop(AccountId business, MessageKind kind) {
        expect(ControlsOutcome.Changed.class, client.businesses().stop(contact(business), Set.of(kind)));
    }

    void block(AccountId business) {
        expect(ControlsOutcome.Changed.class, client.blocks().block(contact(business)));
    }

    private Contact contact(AccountId business) {
        return client.contacts().byAccount(business).orElseThrow();
    }

    /// Has received everything that waited at the relay.
    void drain() throws InterruptedException {
        client.drain(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        client.close();
        profile.close();
    }
}
