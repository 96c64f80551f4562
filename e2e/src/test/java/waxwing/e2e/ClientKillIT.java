package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The receiving client is killed while messages come in: each is one row of its history, none is missing.
class ClientKillIT {
    private static final int ROUNDS = 8;
    private static final int PER_ROUND = 12;
    private static final long SEED = Long.getLong("waxwing.seed", System.nanoTime());

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void aKilledReceiverHasEachMessageOnce(@TempDir Path folder) throws Exception {
        System.out.println("seed " + SEED + " (repeat with -Dwaxwing.seed=" + SEED + ")");
        try (var world = new World(Path.of(System.getProperty("waxwing.home")), folder)) {
            var relay = new RelayProcess(world);
            Person bob = Person.register(world, relay, "Bob", "+12025550122");
            List<String> sent = new ArrayList<>();
            try (End alice = End.register(relay, folder.resolve("alice"), "+12025550121")) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int n = 0; n < PER_ROUND; n++) {
                        String text = "round " + round + " message " + n;
                        alice.client()
                                .send(
                                        new waxwing.client.messages.Recipient.ByNumber(
                                                waxwing.model.PhoneNumber.ofE164(bob.number())),
                                        waxwing.client.messages.MessageBody.text(text));
                        sent.add(text);
                    }
                    alice.drain();
                    Person.Online online = bob.online();
                    online.await(
                            "the first of the round",
                            event -> event.path("text").asString("").equals(sent.getLast())
                                    || event.path("type").asString().equals("message"));
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(150)).toNanos());
                    online.process().kill9();
                }
            }
            bob.receive();
            List<String> history = bob.run("history", "+12025550121", "-n", "1000", "--json").ok().jsonLines().stream()
                    .map(row -> row.path("text").asString())
                    .toList();
            assertThat(history).containsExactlyElementsOf(sent);
        }
    }
}
