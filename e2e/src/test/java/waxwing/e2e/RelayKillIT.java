package waxwing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.client.messages.MessageState;
import waxwing.model.MessageId;

/// The relay is killed 20 times under load, between `accepted` and delivery: every accepted message arrives
/// exactly once.
class RelayKillIT {
    private static final int ROUNDS = 20;
    private static final int PAIRS = 3;
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
            settle(senders, receivers);
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
            load.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; !over.get(); n++) {
                    String text = "pair " + number + " message " + n;
                    sent.put(senders.get(number).send(receivers.get(number), text), text);
                    LockSupport.parkNanos(Duration.ofMillis(40).toNanos());
                }
            }));
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

    /// One more message, after all that its sender has queued, is accepted: the load goes through again.
    private void awaitAcceptance(End sender, End receiver, int round) {
        String text = "pair " + (round % PAIRS) + " before kill " + round;
        MessageId id = sender.send(receiver, text);
        sent.put(id, text);
        Eventually.become(
                "acceptance in round " + round,
                () -> sender.client().history().sent(id).orElseThrow().state(),
                state -> state.hasReached(MessageState.ACCEPTED));
    }

    private static void settle(List<End> senders, List<End> receivers) throws InterruptedException {
        for (End sender : senders) {
            sender.drain();
        }
        for (End receiver : receivers) {
            receiver.drain();
        }
    }
}
