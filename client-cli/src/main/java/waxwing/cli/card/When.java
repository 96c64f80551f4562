package waxwing.cli.card;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Moment;

/// Times in the words of a card: as the clock on the spot shows them, with the zone, and what that is here if it
/// differs.
final class When {
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

    private final ZoneId here;

    /// @param here the reader's zone
    When(ZoneId here) {
        this.here = here;
    }

    /// For example `Sat 21 Nov 2026, 18:04 Europe/Paris (Sat 12:04 here)`. A moment that can't be read is shown
    /// as it came.
    SafeText moment(Moment moment) {
        try {
            ZonedDateTime there =
                    LocalDateTime.parse(moment.getLocalDateTime()).atZone(ZoneId.of(moment.getTimeZone()));
            SafeText shown = SafeText.of("{} {}", DAY_AND_TIME.format(there), moment.getTimeZone());
            ZonedDateTime local = there.withZoneSameInstant(here);
            return local.toLocalDateTime().equals(there.toLocalDateTime())
                    ? shown
                    : SafeText.of("{} ({} here)", shown, SHORT.format(local));
        } catch (DateTimeException _) {
            return SafeText.of("{} {}", moment.getLocalDateTime(), moment.getTimeZone());
        }
    }

    /// A date and time with an offset (RFC 3339), as the reader's clock shows it.
    SafeText instant(String time) {
        try {
            return SafeText.of(
                    "{} {}", DAY_AND_TIME.format(OffsetDateTime.parse(time).atZoneSameInstant(here)), here);
        } catch (DateTimeException _) {
            return SafeText.line(time);
        }
    }

    /// The day of an ISO 8601 date, or date and time.
    static SafeText day(String date) {
        try {
            return SafeText.line(DAY.format(LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date)));
        } catch (DateTimeException _) {
            return SafeText.line(date);
        }
    }
}
