package waxwing.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
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
}
