package waxwing.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.guard.Reply;

class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void thereAreTenAttemptsEachLaterThanItsPauseByUpToAFifth() {
        List<Duration> pauses = new ArrayList<>();
        for (int failed = 1; failed <= 10; failed++) {
            for (int seed = 0; seed < 100; seed++) {
                var next = RetryPolicy.next(failed, NOW, Optional.empty(), new Random(seed));
                if (next.isPresent()) {
                    Duration pause = Duration.between(NOW, next.get());
                    Duration planned = RetryPolicy.PAUSES.get(failed - 1);
                    assertThat(pause)
                            .isGreaterThanOrEqualTo(planned)
                            .isLessThanOrEqualTo(planned.plus(planned.dividedBy(5)));
                    pauses.add(pause);
                }
            }
        }

        assertThat(RetryPolicy.next(10, NOW, Optional.empty(), new Random(1))).isEmpty();
        assertThat(pauses.stream().distinct()).hasSizeGreaterThan(800);
    }

    @ParameterizedTest(name = "{0} Retry-After {1}")
    @CsvSource(textBlock = """
            503, 60,    60
            429, 60,    60
            429, ' 7 ', 7
            503, 86400, 3600
            503, 0,     0
            503, -5,    0
            503, soon,  0
            500, 60,    0
            200, 60,    0
            503, 99999999999999999999, 0
            503, 'Sun, 22 Nov 2026 10:02:00 GMT', 120
            503, 'Sun, 22 Nov 2026 09:00:00 GMT', 0
            503, 'Tue, 24 Nov 2026 10:00:00 GMT', 3600
            """)
    void aReceiversWishIsHeardWithinBounds(int status, String retryAfter, long seconds) {
        Optional<Duration> wish = RetryPolicy.wish(new Reply.Answered(status, Optional.of(retryAfter)), NOW);

        assertThat(wish.orElse(Duration.ZERO)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aWishLengthensAPauseAndNeverShortensOne() {
        var longer = RetryPolicy.next(1, NOW, Optional.of(Duration.ofMinutes(10)), new Random(1));
        var shorter = RetryPolicy.next(4, NOW, Optional.of(Duration.ofMinutes(10)), new Random(1));

        assertThat(longer).contains(NOW.plus(Duration.ofMinutes(10)));
        assertThat(shorter.orElseThrow()).isAfterOrEqualTo(NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void anEndpointIsDisabledWhenItIsGoneOrAfterFiveDaysOfFailures() {
        Instant almost = NOW.plus(Duration.ofDays(5)).minusMillis(1);

        assertThat(RetryPolicy.disables(Optional.of(410), NOW, NOW)).contains(Reason.GONE);
        assertThat(RetryPolicy.disables(Optional.of(500), NOW, almost)).isEmpty();
        assertThat(RetryPolicy.disables(Optional.empty(), NOW, almost.plusMillis(1)))
                .contains(Reason.FAILING);
    }
}
