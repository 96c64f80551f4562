package waxwing.server.controls;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.OptionalLong;
import waxwing.model.MalformedValueException;

/// The hours of each day in which a person wants quiet, by the clocks of a place.
///
/// Where clocks are put forward over one of its ends, that end is the moment of the change. Where they are put back
/// over one, it begins when its hour first comes and ends when its hour last comes.
///
/// @param from inclusive
/// @param until exclusive; on the next day if it is before `from`
/// @param zone an IANA time zone
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {
    public QuietHours {
        if (from.equals(until)) {
            throw new MalformedValueException(
                    "quiet hours: from " + from + " until " + until + " (expected: two different times of day)");
        }
    }

    /// @param fromMinute minute of the day, 0 to 1439
    /// @param untilMinute minute of the day, 0 to 1439, not the same
    /// @param zone an IANA time zone's name, such as "Europe/Paris"
    /// @throws MalformedValueException if a value is not that
    public static QuietHours parse(int fromMinute, int untilMinute, String zone) {
        return new QuietHours(time(fromMinute), time(untilMinute), zone(zone));
    }

    private static LocalTime time(int minute) {
        if (minute < 0 || minute >= 24 * 60) {
            throw new MalformedValueException("quiet hours: minute " + minute + " of the day (expected: 0..1439)");
        }
        return LocalTime.of(minute / 60, minute % 60);
    }

    private static ZoneId zone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new MalformedValueException("quiet hours: no such time zone (expected: a name such as Europe/Paris)");
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new MalformedValueException("quiet hours: " + e.getMessage());
        }
    }

    /// @return when the quiet that is now ends, in Unix milliseconds; empty if there is none now
    public OptionalLong endOf(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        LocalDate today = now.atZone(zone).toLocalDate();
        for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
            Instant end = end(until.isBefore(from) ? day.plusDays(1) : day);
            if (!now.isBefore(start(day)) && now.isBefore(end)) {
                return OptionalLong.of(end.toEpochMilli());
            }
        }
        return OptionalLong.empty();
    }

    private Instant start(LocalDate day) {
        return at(day.atTime(from)).withEarlierOffsetAtOverlap().toInstant();
    }

    private Instant end(LocalDate day) {
        return at(day.atTime(until)).withLaterOffsetAtOverlap().toInstant();
    }

    private ZonedDateTime at(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap() ? change.getInstant().atZone(zone) : local.atZone(zone);
    }
}
