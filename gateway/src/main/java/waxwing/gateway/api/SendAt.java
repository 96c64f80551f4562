package waxwing.gateway.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Reads when a message is to go out: `send_at`, a time of RFC 3339.
final class SendAt {
    static final Duration FARTHEST = Duration.ofDays(30);

    /// A request may be on its way for a while, and clocks differ; what is over for longer is a mistake.
    private static final Duration LATEST = Duration.ofMinutes(5);

    private static final String NAME = "send_at";

    private SendAt() {}

    static Optional<Instant> read(JsonFields fields, Instant now) {
        Optional<String> text = fields.text(NAME);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant time = OffsetDateTime.parse(text.get()).toInstant();
            if (!time.isBefore(now.minus(LATEST)) && !time.isAfter(now.plus(FARTHEST))) {
                return Optional.of(time);
            }
            fields.invalid(
                    NAME,
                    time.isAfter(now)
                            ? "is too far away (expected: within " + FARTHEST.toDays() + " days)"
                            : "is over (expected: a time to come)");
        } catch (DateTimeException _) {
            fields.invalid(
                    NAME, "is not a time with an offset (expected: RFC 3339, for example 2026-11-28T19:30:00+01:00)");
        }
        return Optional.empty();
    }
}
