package waxwing.server.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waxwing.model.MalformedValueException;

class QuietHoursTest {
    /// In Paris clocks go from 02:00+01:00 to 03:00+02:00 on 2027-03-28 and from 03:00+02:00 to 02:00+01:00 on
    /// 2027-10-31; in Lord Howe by half an hour.
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "22:00, 07:00, UTC,          2027-01-15T21:59:59.999Z, -",
                "22:00, 07:00, UTC,          2027-01-15T22:00:00Z,     2027-01-16T07:00:00Z",
                "22:00, 07:00, UTC,          2027-01-16T06:59:59.999Z, 2027-01-16T07:00:00Z",
                "22:00, 07:00, UTC,          2027-01-16T07:00:00Z,     -",
                "12:00, 14:00, UTC,          2027-01-15T13:00:00Z,     2027-01-15T14:00:00Z",
                "12:00, 14:00, UTC,          2027-01-15T11:59:59Z,     -",
                "12:00, 14:00, UTC,          2027-01-15T14:00:00Z,     -",
                "00:00, 06:00, UTC,          2027-01-15T23:59:59Z,     -",
                "00:00, 06:00, UTC,          2027-01-15T00:00:00Z,     2027-01-15T06:00:00Z",
                "22:00, 00:00, UTC,          2027-01-15T23:00:00Z,     2027-01-16T00:00:00Z",
                "22:00, 07:00, Europe/Paris, 2027-01-15T21:30:00Z,     2027-01-16T06:00:00Z",
                "22:00, 07:00, Asia/Kathmandu, 2027-01-15T17:00:00Z,   2027-01-16T01:15:00Z",
                "22:00, 07:00, Europe/Paris, 2027-03-27T22:00:00Z,     2027-03-28T05:00:00Z",
                "22:00, 07:00, Europe/Paris, 2027-10-30T21:00:00Z,     2027-10-31T06:00:00Z",
                "22:00, 02:30, Europe/Paris, 2027-03-28T00:59:59Z,     2027-03-28T01:00:00Z",
                "22:00, 02:30, Europe/Paris, 2027-03-28T01:00:00Z,     -",
                "02:30, 07:00, Europe/Paris, 2027-03-28T00:59:59Z,     -",
                "02:30, 07:00, Europe/Paris, 2027-03-28T01:00:00Z,     2027-03-28T05:00:00Z",
                "02:10, 02:50, Europe/Paris, 2027-03-28T01:00:00Z,     -",
                "22:00, 02:30, Europe/Paris, 2027-10-31T00:45:00Z,     2027-10-31T01:30:00Z",
                "22:00, 02:30, Europe/Paris, 2027-10-31T01:29:59Z,     2027-10-31T01:30:00Z",
                "22:00, 02:30, Europe/Paris, 2027-10-31T01:30:00Z,     -",
                "02:30, 07:00, Europe/Paris, 2027-10-31T00:30:00Z,     2027-10-31T06:00:00Z",
                "02:30, 07:00, Europe/Paris, 2027-10-31T01:15:00Z,     2027-10-31T06:00:00Z",
                "22:00, 07:00, Australia/Lord_Howe, 2027-10-02T12:00:00Z, 2027-10-02T20:00:00Z"
            })
    void quietIsByTheClocksOfThePlace(String from, String until, String zone, Instant now, Instant end) {
        QuietHours hours = new QuietHours(LocalTime.parse(from), LocalTime.parse(until), ZoneId.of(zone));
        assertThat(hours.endOf(now.toEpochMilli()))
                .isEqualTo(end == null ? OptionalLong.empty() : OptionalLong.of(end.toEpochMilli()));
    }

    @Test
    void whatIsNoTimeOfDayOrZoneIsRefused() {
        assertThatThrownBy(() -> QuietHours.parse(1_440, 0, "UTC"))
                .isInstanceOf(MalformedValueException.class)
                .hasMessageContaining("1440 of the day (expected: 0..1439)");
        assertThatThrownBy(() -> QuietHours.parse(-1, 0, "UTC")).hasMessageContaining("-1");
        assertThatThrownBy(() -> QuietHours.parse(60, 60, "UTC")).hasMessageContaining("two different times");
        assertThatThrownBy(() -> QuietHours.parse(0, 60, "Mars/Olympus")).hasMessageContaining("no such time zone");
        assertThatThrownBy(() -> QuietHours.parse(0, 60, "+02:00")).hasMessageContaining("no such time zone");
    }
}
