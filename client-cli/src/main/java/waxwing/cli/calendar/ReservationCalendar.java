package waxwing.cli.calendar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import waxwing.cli.terminal.SafeText;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Place;
import waxwing.content.v1.Reservation;
import waxwing.model.AccountId;
import waxwing.model.MalformedValueException;

/// A reservation as an iCalendar object of one event (RFC 5545).
///
/// Times are in UTC, which every calendar shows in its reader's zone; the local time with its zone stands
/// in the description. The event is named by the business's account and the card's entity, so that a later
/// revision replaces it in a calendar that has it (`UID`, `SEQUENCE`). There is no METHOD: nothing is asked
/// of anybody.
public final class ReservationCalendar {
    private static final int MOST_OCTETS = 75;
    private static final int LATEST_YEAR = 9999;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final Reservation reservation;
    private final AccountId business;
    private final Instant told;

    /// @param business who sent it
    /// @param told when this revision was sent
    public ReservationCalendar(Reservation reservation, AccountId business, Instant told) {
        this.reservation = reservation;
        this.business = business;
        this.told = told;
    }

    /// The lines of the file, folded, without their ends, which are CRLF.
    ///
    /// @throws MalformedValueException if a time has no form in iCalendar
    public List<SafeText> lines() {
        List<SafeText> lines = new ArrayList<>();
        lines.add(SafeText.of("BEGIN:VCALENDAR"));
        lines.add(SafeText.of("VERSION:2.0"));
        lines.add(SafeText.of("PRODID:-//Waxwing//Waxwing//EN"));
        lines.add(SafeText.of("BEGIN:VEVENT"));
        lines.add(SafeText.of("UID:{}", uid()));
        lines.add(SafeText.of("DTSTAMP:{}", utc(told)));
        lines.add(SafeText.of("SEQUENCE:{}", reservation.getEntity().getRevision()));
        lines.add(SafeText.of("STATUS:{}", status()));
        times(lines);
        texts(lines);
        lines.add(SafeText.of("END:VEVENT"));
        lines.add(SafeText.of("END:VCALENDAR"));
        return lines.stream().flatMap(line -> line.folded(MOST_OCTETS).stream()).toList();
    }

    /// Tells nobody more than that it is the same one: a hash, and no number.
    private String uid() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(business.toBytes());
            digest.update(reservation.getEntity().getId().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 16) + "@waxwing";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private SafeText status() {
        return switch (reservation.getStatus()) {
            case PENDING, HOLD, STATUS_UNSPECIFIED, UNRECOGNIZED -> SafeText.of("TENTATIVE");
            case CONFIRMED, CHANGED, COMPLETED -> SafeText.of("CONFIRMED");
            case CANCELLED, NO_SHOW -> SafeText.of("CANCELLED");
        };
    }

    /// An end that is no later than the start has no form (section 3.8.2.2) and is left out.
    private void times(List<SafeText> lines) {
        String start = utc(instant(reservation.getStart()));
        lines.add(SafeText.of("DTSTART:{}", start));
        if (reservation.hasEnd()) {
            String end = utc(instant(reservation.getEnd()));
            if (end.compareTo(start) > 0) {
                lines.add(SafeText.of("DTEND:{}", end));
            }
        }
    }

    private static Instant instant(Moment moment) {
        return LocalDateTime.parse(moment.getLocalDateTime())
                .atZone(ZoneId.of(moment.getTimeZone()))
                .toInstant();
    }

    private static String utc(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > LATEST_YEAR) {
            throw new MalformedValueException(
                    "the reservation is in the year " + time.getYear() + " (expected: 1.." + LATEST_YEAR + ")");
        }
        return UTC.format(time);
    }

    private void texts(List<SafeText> lines) {
        lines.add(SafeText.of("SUMMARY:{}", text(joined(", ", reservation.getWhat(), reservation.getProvider()))));
        if (reservation.hasPlace()) {
            lines.add(SafeText.of("LOCATION:{}", text(location(reservation.getPlace()))));
            if (!reservation.getPlace().getUrl().isEmpty()) {
                lines.add(SafeText.of("URL:{}", reservation.getPlace().getUrl()));
            }
        }
        lines.add(SafeText.of("DESCRIPTION:{}", text(description())));
    }

    private static String location(Place place) {
        var address = place.getAddress();
        return joined(
                ", ",
                place.getName(),
                address.getStreetAddress(),
                (address.getPostalCode() + " " + address.getLocality()).strip(),
                address.getRegion(),
                address.getCountry());
    }

    private String description() {
        return joined(
                "\n",
                "Reservation " + reservation.getReservationNumber(),
                local("From", reservation.getStart()),
                reservation.hasEnd() ? local("Until", reservation.getEnd()) : "",
                reservation.getParty().getSize() == 0
                        ? ""
                        : "Party: " + reservation.getParty().getSize(),
                labelled("Name", reservation.getUnderName()),
                labelled("Seat", reservation.getSeat()),
                labelled("Telephone", reservation.getPlace().getPhone()),
                reservation.hasCancelBy() ? local("Cancel by", reservation.getCancelBy()) : "",
                labelled("Policy", reservation.getCancellationPolicy()));
    }

    private static String local(String label, Moment moment) {
        return labelled(label, moment.getLocalDateTime().replace('T', ' ') + " " + moment.getTimeZone());
    }

    private static String labelled(String label, String value) {
        return value.isBlank() ? "" : label + ": " + value;
    }

    private static String joined(String separator, String... parts) {
        return String.join(
                separator, Stream.of(parts).filter(part -> !part.isBlank()).toList());
    }

    /// A value of the type TEXT (section 3.3.11).
    private static SafeText text(String outside) {
        String safe = SafeText.body(outside).toString();
        return SafeText.body(safe.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n"));
    }
}
