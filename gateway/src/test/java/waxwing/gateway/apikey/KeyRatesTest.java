package waxwing.gateway.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import waxwing.gateway.MutableClock;
import waxwing.gateway.apikey.KeyRates.Verdict;

class KeyRatesTest {
    private final MutableClock clock = new MutableClock();
    private final KeyRates rates = new KeyRates(clock);
    private final ApiKeyEntry till = key("key_aaaaaaaa", 10);

    private ApiKeyEntry key(String id, int perSecond) {
        return new ApiKeyEntry(
                new ApiKeyId(id),
                new ApiKeyTerms("", Scope.all(), Optional.empty(), perSecond),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private int admitted(ApiKeyEntry key, int requests) {
        return (int) IntStream.range(0, requests)
                .filter(_ -> rates.take(key) instanceof Verdict.Admitted)
                .count();
    }

    @Test
    void aKeyHasABurstAndThenItsRateExactly() {
        assertThat(admitted(till, 100)).isEqualTo(20);
        assertThat(rates.take(till)).isEqualTo(new Verdict.Refused(Duration.ofMillis(100)));
        clock.advance(Duration.ofMillis(99));
        assertThat(admitted(till, 5)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(admitted(till, 5)).isOne();
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(till, 100)).isEqualTo(10);
        clock.advance(Duration.ofHours(1));
        assertThat(admitted(till, 100)).isEqualTo(20);
    }

    @Test
    void whatIsLeftIsTold() {
        assertThat(rates.take(till)).isEqualTo(new Verdict.Admitted(19, Duration.ofMillis(100)));
        assertThat(rates.take(till)).isEqualTo(new Verdict.Admitted(18, Duration.ofMillis(200)));
    }

    @Test
    void keysDoNotTakeFromEachOther() {
        admitted(till, 100);

        assertThat(admitted(key("key_bbbbbbbb", 1), 100)).isEqualTo(2);
    }

    @Test
    void aClockThatGoesBackLocksNobodyOutForLong() {
        admitted(till, 100);
        clock.advance(Duration.ofDays(-1));
        clock.advance(Duration.ofMillis(100));

        assertThat(admitted(till, 1)).isZero();
        clock.advance(Duration.ofMillis(100));
        assertThat(admitted(till, 5)).isOne();
    }

    @Test
    void manyAtOnceGetNoMoreThanTheBurst() throws InterruptedException {
        AtomicInteger admitted = new AtomicInteger();
        var threads = IntStream.range(0, 16)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> admitted.addAndGet(admitted(till, 10))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(admitted).hasValue(20);
    }
}
