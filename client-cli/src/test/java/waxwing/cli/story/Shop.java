package waxwing.cli.story;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import waxwing.client.Client;
import waxwing.client.messages.MessageBody;
import waxwing.client.messages.MessageState;
import waxwing.client.messages.Recipient;
import waxwing.client.messages.SendOutcome;
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

/// A business's end, connected to the relay.
record Shop(Profile profile, Client client) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());

    /// @param folder its name is the business's
    static Shop register(Path folder, RelayLink link, PhoneNumber number, Supplier<String> code) {
        String name = folder.getFileName().toString();
        Profile profile =
                Profile.create(folder, new ProfileKey.KeyFile(folder.resolveSibling(name + ".key")), ENVIRONMENT);
        try (Registering registering = Registering.at(link, ENVIRONMENT)) {
            expect(StartOutcome.CodeSent.class, registering.start(number));
            expect(CodeOutcome.Verified.class, registering.check(code.get()));
            expect(
                    RegisterOutcome.Registered.class,
                    registering.register(
                            profile, new Registrant(new Registrant.Role.Business(name), "gateway", "Linux")));
        }
        Client client = Client.open(profile);
        client.connect();
        return new Shop(profile, client);
    }

    static void expect(Class<?> outcome, Object was) {
        if (!outcome.isInstance(was)) {
            throw new AssertionError(was + " (expected: " + outcome.getSimpleName() + ")");
        }
    }

    /// Sends something that the relay has, or has suppressed, when this returns; it may be coming back just now.
    MessageId sends(MessageBody body, String to) {
        return sends(client.newMessageId(), body, to);
    }

    /// As [#sends(MessageBody, String)], under an id of choice.
    MessageId sends(MessageId id, MessageBody body, String to) {
        var _ = client.send(id, new Recipient.ByNumber(PhoneNumber.parse(to)), body);
        SendOutcome outcome = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> client.await(id, MessageState.ACCEPTED, PATIENCE),
                        reached -> !(reached instanceof SendOutcome.RelayUnavailable));
        if (!(outcome instanceof SendOutcome.Failed(var message) && message.state() == MessageState.SUPPRESSED)) {
            expect(SendOutcome.Reached.class, outcome);
        }
        return id;
    }

    @Override
    public void close() {
        client.close();
        profile.close();
    }
}
