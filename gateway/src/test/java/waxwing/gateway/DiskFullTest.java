package waxwing.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.MessageId;
import waxwing.store.FullDisk;

/// A gateway whose disk, with its own store and its client's profile, fills up and has room again.
class DiskFullTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final String BOB = "+12025550102";
    private static final int WRITERS = 2;
    private static final int REFUSALS = 5;
    /// Of these not too many may wait for one person.
    private static final Duration BETWEEN = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<Attempt> refused = new ConcurrentLinkedQueue<>();
    private TestWorld world;
    private TestPerson bob;
    private Path home;
    private FullDisk disk;
    private Gateway gateway;
    private Api api;

    /// @param id of the message, and its idempotency key
    private record Attempt(String id, String body) {
        String key() {
            return id;
        }
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        home = Files.createDirectories(folder.resolve("shop"));
        disk = FullDisk.mounted(home, 64);
        world = new TestWorld(folder);
        bob = world.person(BOB, "Bob");
        TestWorld.Ran init = world.init(home.resolve("data"), "+12025550199", "Lantern Bakery");
        assertThat(init.exit()).as(init.err()).isZero();
        gateway = TestWorld.start(home.resolve("data"));
        String key = init.out()
                .lines()
                .filter(line -> line.startsWith("API key: "))
                .findFirst()
                .orElseThrow();
        api = new Api(gateway.url(), key.substring("API key: ".length()));
        world.approve(gateway.business());
    }

    @AfterEach
    void close() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        if (world != null) {
            world.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aFullDiskIsToldLosesNothingAndServesAgainOnceThereIsRoom() throws IOException, InterruptedException {
        AtomicBoolean full = new AtomicBoolean();
        List<Thread> writers = IntStream.range(0, WRITERS)
                .mapToObj(_ -> Thread.startVirtualThread(() -> sendUntilRefused(full)))
                .toList();
        await().atMost(PATIENCE).until(() -> accepted.size() >= 10);
        disk.fillUp(0);
        full.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(refused).hasSizeGreaterThanOrEqualTo(WRITERS * REFUSALS);

        disk.free();
        Attempt again = refused.remove();
        await().atMost(RECOVERY).until(() -> api.send(again.key(), again.body()).status() == 202);
        accepted.add(again.id());
        for (Attempt attempt : refused) {
            assertThat(api.send(attempt.key(), attempt.body()).status()).isEqualTo(202);
            accepted.add(attempt.id());
        }
        awaitArrival();
        gateway.close();
        gateway = TestWorld.start(home.resolve("data"));
        api = new Api(gateway.url(), api.key());

        assertThat(accepted)
                .allSatisfy(id ->
                        assertThat(api.message(id).path("status").asString()).isEqualTo("delivered"));
    }

    private void awaitArrival() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bob.businessMessages().stream()
                                .map(MessageId::toString)
                                .toList())
                        .containsAll(accepted)
                        .doesNotHaveDuplicates());
    }

    /// @param full from when on a refusal counts
    private void sendUntilRefused(AtomicBoolean full) {
        for (int refusals = 0; refusals < REFUSALS; ) {
            String id = UUID.randomUUID().toString();
            var attempt = new Attempt(
                    id,
                    Samples.message(BOB, "RECEIPT", Samples.receipt(id))
                            .replaceFirst("\\{", "{\"message_id\": \"" + id + "\", "));
            Api.Answer answer = api.send(attempt.key(), attempt.body());
            if (answer.status() == 202) {
                accepted.add(id);
            } else {
                assertThat(answer.code()).as(answer.body()).isEqualTo("storage_full");
                refused.add(attempt);
                refusals += full.get() ? 1 : 0;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
