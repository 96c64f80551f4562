package waxwing.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import waxwing.server.MutableClock;

class LimiterTest {
    private final MutableClock clock = new MutableClock();

    @Test
    void aBurstIsAdmittedAndThenOneEachInterval() {
        Limiter<String> limiter = new Limiter<>(new Rate(3, Duration.ofSeconds(10)), Limiter.WhenFull.REFUSE, clock);

        assertThat(limiter.take("a")).isEmpty();
        assertThat(limiter.take("a")).isEmpty();
        assertThat(limiter.take("a")).isEmpty();
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(4));
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(6));
        assertThat(limiter.take("b")).isEmpty();
        clock.advance(Duration.ofSeconds(6));
        assertThat(limiter.take("a")).isEmpty();
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(10));
    }

    @Test
    void peekingTakesNothing() {
        Limiter<String> limiter = new Limiter<>(new Rate(1, Duration.ofSeconds(1)), Limiter.WhenFull.REFUSE, clock);

        assertThat(limiter.peek("a")).isEmpty();
        assertThat(limiter.take("a")).isEmpty();
        assertThat(limiter.peek("a")).contains(Duration.ofSeconds(1));
    }

    @Test
    void noFractionOfATokenIsLostHoweverTheCallsFall() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Limiter<String> limiter = new Limiter<>(new Rate(60, Duration.ofSeconds(1)), Limiter.WhenFull.REFUSE, clock);
        long millis = 0;
        int admitted = 0;
        for (int call = 0; call < 5_000; call++) {
            int step = random.nextInt(1, 1_000);
            clock.advance(Duration.ofMillis(step));
            millis += step;
            admitted += limiter.take("a").isEmpty() ? 1 : 0;
        }

        // More calls than tokens: all tokens are used but for the ones that a full bucket can't hold at the start.
        assertThat((long) admitted).as("seed %s", seed).isBetween(millis / 1_000, millis / 1_000 + 60);
    }

    @Test
    void whenThereIsNoRoomForANewKeyTheDeclarationDecides() {
        Rate rate = new Rate(1, Duration.ofSeconds(1));
        Limiter<Integer> open = new Limiter<>(rate, Limiter.WhenFull.ADMIT, clock, 2);
        Limiter<Integer> closed = new Limiter<>(rate, Limiter.WhenFull.REFUSE, clock, 2);
        for (int key = 0; key < 2; key++) {
            assertThat(open.take(key)).isEmpty();
            assertThat(closed.take(key)).isEmpty();
        }

        assertThat(open.take(2)).isEmpty();
        assertThat(closed.take(2)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(closed.take(2)).isEmpty();
    }

    @Test
    void manyTokensAreTakenTogetherOrNoneOfThem() {
        Limiter<String> limiter = new Limiter<>(new Rate(10, Duration.ofSeconds(1)), Limiter.WhenFull.REFUSE, clock);

        assertThat(limiter.take("a", 7)).isEmpty();
        assertThat(limiter.take("a", 5)).contains(Duration.ofSeconds(2));
        assertThat(limiter.take("a", 3)).isEmpty();
        assertThat(limiter.take("a", 10)).contains(Duration.ofSeconds(10));
        assertThat(limiter.take("a", 0)).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(limiter.take("a", 10)).isEmpty();
        assertThatThrownBy(() -> limiter.take("a", 11)).hasMessage("tokens: 11 (expected: 0..10)");
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndFillsNoBucketBeyondItsBurst() {
        Limiter<String> limiter = new Limiter<>(new Rate(4, Duration.ofSeconds(1)), Limiter.WhenFull.REFUSE, clock);
        limiter.giveBack("a", 4);
        assertThat(limiter.take("a", 4)).isEmpty();

        limiter.giveBack("a", 3);
        assertThat(limiter.take("a", 3)).isEmpty();
        assertThat(limiter.take("a")).isPresent();
        clock.advance(Duration.ofSeconds(3));
        limiter.giveBack("a", 4);
        assertThat(limiter.take("a", 4)).isEmpty();
        assertThat(limiter.take("a")).isPresent();
    }

    @Test
    void aClockThatGoesBackLocksNobodyOutForLongerThanABucketTakesToFill() {
        Limiter<String> limiter = new Limiter<>(new Rate(3, Duration.ofSeconds(10)), Limiter.WhenFull.REFUSE, clock);
        assertThat(limiter.take("a", 3)).isEmpty();
        clock.advance(Duration.ofDays(-30));

        assertThat(limiter.peek("a")).contains(Duration.ofSeconds(10));
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        assertThat(limiter.peek("a")).isEmpty();
        assertThat(limiter.take("a")).isEmpty();
    }

    @Test
    void keysWhoseBucketIsFullAreForgottenLongBeforeThereIsNoRoom() {
        Limiter<Integer> limiter = new Limiter<>(new Rate(1, Duration.ofSeconds(1)), Limiter.WhenFull.REFUSE, clock);
        for (int key = 0; key < 50_000; key++) {
            assertThat(limiter.take(key)).isEmpty();
            clock.advance(Duration.ofMillis(1));
        }

        // A thousand are not full at a time.
        assertThat(limiter.keys()).isLessThan(5_000);
    }

    @Test
    void manyThreadsTakeExactlyTheTokensThatAreThereWhileKeysAreForgotten() throws InterruptedException {
        int burst = 10_000;
        Limiter<Integer> limiter = new Limiter<>(new Rate(burst, Duration.ofDays(1)), Limiter.WhenFull.ADMIT, clock);
        Limiter<Integer> fleeting = new Limiter<>(new Rate(1, Duration.ofNanos(1)), Limiter.WhenFull.REFUSE, clock, 64);
        AtomicInteger admitted = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < burst; i++) {
                        admitted.addAndGet(limiter.take(0).isEmpty() ? 1 : 0);
                        clock.advance(Duration.ofNanos(1));
                        lost.addAndGet(fleeting.take(i * 4 + number).isEmpty() ? 0 : 1);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(admitted).hasValue(burst);
        assertThat(fleeting.keys()).isLessThanOrEqualTo(64 + 4);
    }
}
