package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.MessageId;

/// The relay is killed 20 times under load, between `accepted` and delivery: every accepted message arrives
/// exactly once.
class RelayKillIT {
    private static final int ROUNDS = 20;
    private static final int PAIRS = 2;
    private static final int MOST_ON_THEIR_WAY = 20;
    private static final long SEED = Long.getLong("waxwing.seed", System.nanoTime());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<MessageId, String> sent = new ConcurrentHashMap<>();

    @Test
    void everyAcceptedMessageArrivesExactlyOnceThroughTwentyKills(@TempDir Path folder) throws Exception {
        System.out.println("seed " + SEED + " (repeat with -Dwaxwing.seed=" + SEED + ")");
        try (var world = new World(Path.of(System.getProperty("waxwing.home")), folder)) {
            var relay = new RelayProcess(world);
            List<End> senders = new ArrayList<>();
            List<End> receivers = new ArrayList<>();
            for (int pair = 0; pair < PAIRS; pair++) {
                senders.add(End.register(relay, folder.resolve("sender" + pair), "+1202555030" + pair));
                receivers.add(End.register(relay, folder.resolve("receiver" + pair), "+1202555040" + pair));
            }
            killUnderLoad(relay, senders, receivers);
            senders.forEach(End::drain);
            receivers.forEach(End::drain);
            for (int pair = 0; pair < PAIRS; pair++) {
                End sender = senders.get(pair);
                String mine = "pair " + pair + " ";
                List<String> expected = sent.values().stream()
                        .filter(text -> text.startsWith(mine))
                        .toList();
                assertThat(receivers.get(pair).textsFrom(sender)).containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(sent).as("there was load").hasSizeGreaterThan(ROUNDS * PAIRS);
            senders.forEach(End::close);
            receivers.forEach(End::close);
        }
    }

    private void killUnderLoad(RelayProcess relay, List<End> senders, List<End> receivers) throws InterruptedException {
        var over = new AtomicBoolean();
        // One receiver stays online; the others' mailboxes fill, so that acceptance means the disk.
        receivers.getFirst().client().connect();
        List<Thread> load = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            int number = pair;
            senders.get(pair).client().connect();
            load.add(Thread.ofPlatform().daemon().start(() -> write(number, senders, receivers, over)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            awaitAcceptance(senders.get(round % PAIRS), receivers.get(round % PAIRS), round);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(120)).toNanos());
            relay.kill9();
            relay.restart();
        }
        over.set(true);
        for (Thread thread : load) {
            thread.join();
        }
    }

    /// Keeps a few dozen messages on their way until it is over.
    private void write(int pair, List<End> senders, List<End> receivers, AtomicBoolean over) {
        End sender = senders.get(pair);
        Queue<MessageId> onTheirWay = new ArrayDeque<>();
        for (int n = 0; !over.get(); n++) {
            String text = "pair " + pair + " message " + n;
            MessageId id = sender.send(receivers.get(pair), text);
            sent.put(id, text);
            onTheirWay.add(id);
            while (onTheirWay.size() >= MOST_ON_THEIR_WAY && !over.get()) {
                onTheirWay.removeIf(sender::isAccepted);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
    }

    /// One more message, after all that its sender has queued, is accepted: the load goes through again.
    private void awaitAcceptance(End sender, End receiver, int round) {
        String text = "pair " + (round % PAIRS) + " before kill " + round;
        MessageId id = sender.send(receiver, text);
        sent.put(id, text);
        Eventually.become("acceptance in round " + round, () -> sender.isAccepted(id), accepted -> accepted);
    }
}
