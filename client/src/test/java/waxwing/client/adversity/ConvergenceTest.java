package waxwing.client.adversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waxwing.client.adversity.Middleman.CutException;
import waxwing.client.adversity.Middleman.Tampering;

/// Two people write to each other while the line is cut at any frame, deliveries repeat, sessions get lost and
/// ends restart: in the end each message stands once in the other's history. The seed names a run.
final class ConvergenceTest {
    private static final int STEPS = 30;

    @RegisterExtension
    static final World world = new World();

    static List<Long> seeds() {
        String one = System.getProperty("waxwing.seed");
        return one != null
                ? List.of(Long.parseLong(one))
                : new Random(11)
                        .longs(Integer.getInteger("waxwing.seeds", 3), 0, 1_000_000)
                        .boxed()
                        .toList();
    }

    @ParameterizedTest(name = "seed {0} (repeat it with -Dwaxwing.seed={0})")
    @MethodSource("seeds")
    void everyMessageStandsOnceInTheOthersHistory(long seed) {
        Random random = new Random(seed);
        Person alice = world.person("alice");
        Person bob = world.person("bob");
        List<String> fromAlice = new ArrayList<>();
        List<String> fromBob = new ArrayList<>();
        world.middleman().tamper(new BadLine(new Random(random.nextLong())));

        for (int step = 0; step < STEPS; step++) {
            boolean toBob = random.nextBoolean();
            Person sender = toBob ? alice : bob;
            Person receiver = toBob ? bob : alice;
            switch (random.nextInt(10)) {
                case 0 -> {
                    sender.leave();
                    sender.comeBack();
                }
                case 1 -> sender.profile().vault().removeSession(receiver.address());
                default -> {
                    String text = "message " + step;
                    (toBob ? fromAlice : fromBob).add(text);
                    sender.send(receiver, text);
                }
            }
        }
        world.middleman().behave();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(bob.shown(alice)).containsExactlyInAnyOrderElementsOf(fromAlice);
            assertThat(alice.shown(bob)).containsExactlyInAnyOrderElementsOf(fromBob);
        });
    }

    /// Cuts one frame in twelve, repeats one delivery in eight.
    private static final class BadLine implements Tampering {
        private final Random random;

        BadLine(Random random) {
            this.random = random;
        }

        @Override
        public synchronized List<byte[]> toRelay(String method, byte[] message) throws CutException {
            maybeCut();
            return List.of(message);
        }

        @Override
        public synchronized List<byte[]> toEnd(String method, byte[] message) throws CutException {
            maybeCut();
            boolean repeat = Frames.envelope(method, message).isPresent() && random.nextInt(8) == 0;
            return repeat ? List.of(message, message) : List.of(message);
        }

        private void maybeCut() throws CutException {
            if (random.nextInt(12) == 0) {
                throw new CutException();
            }
        }
    }
}
