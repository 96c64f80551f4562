package waxwing.gateway.webhook.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A resolver that hangs for some names.
class LookupsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Thread> on = new ConcurrentLinkedQueue<>();
    private final Lookups lookups = new Lookups(this::resolve, LONG);
    private final Lookups impatient = new Lookups(this::resolve, Duration.ofMillis(20));

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        asked.add(name);
        on.add(Thread.currentThread());
        if (name.startsWith("slow")) {
            try {
                answers.await();
            } catch (InterruptedException _) {
                throw new UnknownHostException(name);
            }
        }
        return List.of(InetAddress.ofLiteral("8.8.8.8"));
    }

    @AfterEach
    void close() {
        answers.countDown();
        lookups.close();
        impatient.close();
    }

    @Test
    void namesThatHangDelayNoOtherName() throws Exception {
        List<FutureTask<List<InetAddress>>> hanging = IntStream.range(0, Lookups.AT_ONCE - 1)
                .mapToObj(i -> new FutureTask<>(() -> lookups.addresses("slow" + i + ".example")))
                .toList();
        hanging.forEach(Thread::startVirtualThread);
        await().atMost(LONG).until(() -> asked.size() == hanging.size());

        assertThat(lookups.addresses("quick.example")).hasSize(1);
        assertThat(hanging).noneMatch(FutureTask::isDone);
        assertThat(on).noneMatch(Thread::isVirtual);
        answers.countDown();
        for (FutureTask<List<InetAddress>> one : hanging) {
            assertThat(one.get()).hasSize(1);
        }
    }

    @Test
    void aNameThatHangsIsLookedUpOnceHoweverOftenItIsAskedFor() throws Exception {
        for (int i = 0; i < Lookups.AT_ONCE + 1; i++) {
            assertThat(impatient.addresses("slow.example")).isEmpty();
        }

        assertThat(asked).containsExactly("slow.example");
        answers.countDown();
        await().atMost(LONG).until(() -> !impatient.addresses("slow.example").isEmpty());
        assertThat(impatient.addresses("slow.example")).hasSize(1);
        assertThat(asked).hasSizeGreaterThan(1);
    }
}
