package waxwing.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import waxwing.gateway.webhook.WebhookEndpoint.Reason;
import waxwing.gateway.webhook.guard.Reply;

/// When a failed attempt is repeated, and when an endpoint is given up: the schedule that Standard Webhooks
/// recommends.
final class RetryPolicy {
    /// Before the second attempt, the third, and so on; the first is made at once.
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /// A pause is longer by up to this part of it, so that what failed together does not come back
    /// together.
    static final double JITTER = 0.2;

    /// A receiver can't ask for a longer pause than this.
    static final Duration LONGEST_WISH = Duration.ofHours(1);

    static final Duration FAILING_FOR = Duration.ofDays(5);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int OK = 200;
    private static final int REDIRECTS = 300;
    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private RetryPolicy() {}

    static boolean isSuccess(int status) {
        return status >= OK && status < REDIRECTS;
    }

    /// When the next attempt is due after this many failed; empty if there is none.
    ///
    /// @param wish what the receiver asked for
    static Optional<Instant> next(int failed, Instant now, Optional<Duration> wish, RandomGenerator random) {
        if (failed > PAUSES.size()) {
            return Optional.empty();
        }
        Duration pause = PAUSES.get(failed - 1);
        Duration jittered = pause.plusMillis((long) (pause.toMillis() * JITTER * random.nextDouble()));
        return Optional.of(
                now.plus(wish.filter(longer -> longer.compareTo(jittered) > 0).orElse(jittered)));
    }

    /// The pause that a receiver asks for, within bounds: whole seconds or a date (RFC 9110).
    static Optional<Duration> wish(Reply.Answered answer, Instant now) {
        if (answer.status() != TOO_MANY_REQUESTS && answer.status() != UNAVAILABLE) {
            return Optional.empty();
        }
        return answer.retryAfter()
                .flatMap(text -> pause(text.strip(), now))
                .filter(Duration::isPositive)
                .map(asked -> asked.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : asked);
    }

    private static Optional<Duration> pause(String text, Instant now) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return Optional.of(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// Why an endpoint is to be disabled after a failure, if it is.
    static Optional<Reason> disables(Optional<Integer> status, Instant failingSince, Instant now) {
        if (status.equals(Optional.of(GONE))) {
            return Optional.of(Reason.GONE);
        }
        return failingSince.plus(FAILING_FOR).isAfter(now) ? Optional.empty() : Optional.of(Reason.FAILING);
    }
}
