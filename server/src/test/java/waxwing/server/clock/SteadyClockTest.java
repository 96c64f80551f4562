package waxwing.server.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Time time = new Time();
    private final SteadyClock clock = time.relay();

    private Duration error() {
        return Duration.between(time.truth(), clock.instant());
    }

    /// Lets time pass and the clock be looked at.
    private void pass(Duration length, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(length) < 0; passed = passed.plus(step)) {
            time.pass(step);
            assertThat(clock.instant()).isNotNull();
        }
    }

    @Test
    void aRightClockIsFollowedExactly() {
        pass(HOUR, Duration.ofMillis(777));

        assertThat(error()).isZero();
        assertThat(clock.millis()).isEqualTo(time.truth().toEpochMilli());
    }

    @Test
    void aClockThatJumpsAheadIsFollowedAtDoubleSpeedAndForgottenWhenItIsMended() {
        time.wrongBy(MONTH);
        assertThat(error()).isZero();
        pass(HOUR, Duration.ofSeconds(7));
        assertThat(error()).isBetween(HOUR.minusSeconds(10), HOUR.plusSeconds(10));

        time.wrongBy(Duration.ZERO);
        pass(HOUR.multipliedBy(2).plusMinutes(1), Duration.ofSeconds(7));
        assertThat(error()).isZero();
    }

    @Test
    void aClockThatFallsBackIsFollowedAtHalfSpeedAndForgottenWhenItIsMended() {
        time.wrongBy(MONTH.negated());
        pass(HOUR, Duration.ofSeconds(7));
        assertThat(error()).isBetween(Duration.ofMinutes(-31), Duration.ofMinutes(-29));

        time.wrongBy(Duration.ZERO);
        pass(HOUR, Duration.ofSeconds(7));
        assertThat(error()).isZero();
    }

    @Test
    void aMachineThatWasSuspendedIsCaughtUpWith() {
        time.passSuspended(Duration.ofHours(8));
        assertThat(error()).isEqualTo(Duration.ofHours(-8));

        pass(Duration.ofHours(8).plusMinutes(1), Duration.ofMinutes(1));

        assertThat(error()).isZero();
    }

    @Test
    void howeverTheClockJumpsAndWheneverItIsLookedAtTimePassesAtHalfToDoubleSpeed() {
        long seed = Long.getLong("waxwing.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(10) == 0) {
                time.wrongBy(Duration.ofMillis(random.nextLong(-MONTH.toMillis(), MONTH.toMillis())));
            }
            Instant before = clock.instant();
            Duration step = Duration.ofNanos((long) Math.pow(10, random.nextDouble(1, 13)));
            time.pass(step);
            Duration passed = Duration.between(before, clock.instant());
            assertThat(passed)
                    .as("seed %s, round %s", seed, round)
                    .isBetween(
                            step.dividedBy(2).minusNanos(2),
                            step.multipliedBy(2).plusNanos(2));
        }
    }

    @Test
    void itGoesBackForNoThreadWhileManyLook() throws InterruptedException {
        long begin = System.nanoTime();
        AtomicLong wrong = new AtomicLong();
        // A segment lasts a thousandth of what it does.
        SteadyClock fast = new SteadyClock(
                Time.START, () -> Time.START.plusSeconds(wrong.get()), () -> (System.nanoTime() - begin) * 1_000);
        AtomicLong latest = new AtomicLong();
        AtomicLong backwards = new AtomicLong();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    for (int look = 0; look < 100_000; look++) {
                        wrong.set(look % 1_000 < 500 ? 1_000_000 : -1_000_000);
                        long seen = latest.get();
                        Instant now = fast.instant();
                        long nanos = Duration.between(Time.START, now).toNanos();
                        backwards.addAndGet(nanos < seen ? 1 : 0);
                        latest.accumulateAndGet(nanos, Math::max);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(backwards).hasValue(0);
    }

    @Test
    void aSenselessSystemClockStopsNothing() {
        for (Instant senseless : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
            AtomicLong counter = new AtomicLong();
            SteadyClock steady = new SteadyClock(Time.START, () -> senseless, counter::get);
            counter.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(Duration.between(Time.START, steady.instant()))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
        }
    }
}
