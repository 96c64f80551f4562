package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

/// The row that measures everything: two whole clients, with encryption, durable stores and receipts, over a
/// relay of their own.
///
/// @param messages how many each run sends
record EndsRow(int messages) implements Mode {
    private static final Environment ENVIRONMENT = new Environment(Clock.systemUTC(), new SecureRandom());
    private static final int RUNS = 3;

    @Override
    public void measure(Stand stand, Effort effort, Report report) throws IOException, InterruptedException {
        rows(stand.home()).forEach(report::row);
    }

    private List<Row> rows(Path home) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("waxwing-bench-ends-");
        try (var relay = new RelayUnderTest(home, folder.resolve("relay"));
                Profile alices = register(relay, folder.resolve("alice"), "+12025550131");
                Profile bobs = register(relay, folder.resolve("bob"), "+12025550132");
                Client alice = Client.open(alices);
                Client bob = Client.open(bobs)) {
            alice.connect();
            bob.connect();
            var to = new Recipient.ByNumber(PhoneNumber.ofE164("+12025550132"));
            double[] perSecond = new double[RUNS];
            double[] roundTrip = new double[RUNS];
            sendAll(alice, to, messages / 10);
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                sendAll(alice, to, messages);
                perSecond[run] = messages / ((System.nanoTime() - start) / 1e9);
                roundTrip[run] = oneByOne(alice, to);
            }
            return List.of(
                    Row.of("two whole clients, one direction, to `delivered`", "msg/s", perSecond),
                    Row.of("  one at a time, send to `delivered`, median", "ms", roundTrip));
        }
    }

    private static void sendAll(Client from, Recipient to, int messages) throws InterruptedException {
        MessageId last = from.newMessageId();
        for (int n = 0; n < messages; n++) {
            last = from.send(to, MessageBody.text("x".repeat(512))).id();
        }
        reached(from, last);
    }

    private static double oneByOne(Client from, Recipient to) throws InterruptedException {
        double[] millis = new double[20];
        for (int n = 0; n < millis.length; n++) {
            long start = System.nanoTime();
            reached(from, from.send(to, MessageBody.text("x".repeat(512))).id());
            millis[n] = (System.nanoTime() - start) / 1e6;
        }
        return Row.median(millis);
    }

    private static void reached(Client from, MessageId id) throws InterruptedException {
        SendOutcome outcome = from.await(id, MessageState.DELIVERED, Duration.ofMinutes(2));
        if (!(outcome instanceof SendOutcome.Reached)) {
            throw new IllegalStateException(
                    "not delivered: " + outcome.getClass().getSimpleName());
        }
    }

    private static Profile register(RelayUnderTest relay, Path folder, String number)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Profile profile =
                Profile.create(folder.resolve("profile"), new ProfileKey.KeyFile(folder.resolve("key")), ENVIRONMENT);
        RelayLink link = relay.awaitLink();
        try (var registering = Registering.at(link, ENVIRONMENT)) {
            StartOutcome started = registering.start(PhoneNumber.ofE164(number));
            CodeOutcome checked = registering.check(relay.awaitCode(number));
            RegisterOutcome registered = registering.register(
                    profile, new Registrant(new Registrant.Role.Person(Optional.empty()), "bench", "Linux"));
            if (!(registered instanceof RegisterOutcome.Registered)) {
                throw new IllegalStateException("not registered: " + started + ", " + checked + ", " + registered);
            }
        }
        return profile;
    }
}
