package waxwing.client.content;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import waxwing.content.v1.Entity;
import waxwing.content.v1.Moment;
import waxwing.content.v1.Place;
import waxwing.model.MalformedValueException;
import waxwing.model.Money;

/// Rules for the values that the kinds share: money, moments, dates, decimal numbers, choices, entities,
/// places.
final class ValueRules {
    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final Pattern LOCAL_DATE_TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private ValueRules() {}

    static void entity(Field field, boolean present, Entity entity) {
        if (!present) {
            field.missing();
            return;
        }
        TextRules.requireId(field.at("id"), entity.getId());
        if (entity.getRevision() == 0) {
            field.at("revision").missing();
        } else if (entity.getRevision() < 0) {
            field.at("revision").invalid("is too large (expected: 1..2147483647)");
        }
    }

    /// An amount as it stands in the content.
    ///
    /// @return the amount, or empty after reporting what is wrong with it
    static Optional<Money> money(Field field, waxwing.content.v1.Money money) {
        if (money.getCurrencyCode().isEmpty()) {
            field.at("currency_code").missing();
            return Optional.empty();
        }
        try {
            var exact = new Money(money.getCurrencyCode(), money.getUnits(), money.getNanos());
            if (CURRENCIES.contains(exact.currencyCode())) {
                return Optional.of(exact);
            }
            field.at("currency_code").invalid("is not a currency such as EUR (ISO 4217)");
        } catch (MalformedValueException malformed) {
            field.invalid(String.valueOf(malformed.getMessage()));
        }
        return Optional.empty();
    }

    /// A local time in its zone.
    ///
    /// @return the instant, or empty after reporting what is wrong with it
    static Optional<Instant> moment(Field field, Moment moment) {
        Optional<LocalDateTime> local = localDateTime(field.at("local_date_time"), moment.getLocalDateTime());
        Field zone = field.at("time_zone");
        if (moment.getTimeZone().isEmpty()) {
            zone.missing();
        } else if (!ZONES.contains(moment.getTimeZone())) {
            zone.invalid("is not an IANA time zone such as Europe/Paris");
        } else {
            return local.map(
                    time -> time.atZone(ZoneId.of(moment.getTimeZone())).toInstant());
        }
        return Optional.empty();
    }

    /// Reports the later field when the two stand in the wrong order.
    static void inOrder(Optional<Instant> from, Optional<Instant> until, Field later, String earlierName) {
        if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
            later.invalid("is before " + earlierName);
        }
    }

    private static Optional<LocalDateTime> localDateTime(Field field, String text) {
        if (text.isEmpty()) {
            field.missing();
            return Optional.empty();
        }
        if (LOCAL_DATE_TIME.matcher(text).matches()) {
            try {
                return Optional.of(LocalDateTime.parse(text));
            } catch (DateTimeException _) {
                // Told below: the form is right, but there is no such day or time.
            }
        }
        field.invalid("is not a local date and time such as 2026-11-21T18:04:00 (ISO 8601 without an offset)");
        return Optional.empty();
    }

    /// An optional date (ISO 8601).
    static void date(Field field, String text) {
        if (!text.isEmpty() && !isDate(text)) {
            field.invalid("is not a date such as 2026-11-21 (ISO 8601)");
        }
    }

    /// An optional date and time with an offset (RFC 3339).
    static void dateTime(Field field, String text) {
        if (!text.isEmpty() && !isDateTime(text)) {
            field.invalid("is not a date and time with an offset such as 2026-11-21T18:04:00+01:00 (RFC 3339)");
        }
    }

    static void requireDateTime(Field field, String text) {
        if (text.isEmpty()) {
            field.missing();
        } else {
            dateTime(field, text);
        }
    }

    /// A required date, or date and time with an offset.
    static void requireDateOrDateTime(Field field, String text) {
        if (text.isEmpty()) {
            field.missing();
        } else if (!isDate(text) && !isDateTime(text)) {
            field.invalid("is not a date such as 2026-11-21, or a date and time such as 2026-11-21T18:04:00+01:00");
        }
    }

    private static boolean isDate(String text) {
        if (!DATE.matcher(text).matches()) {
            return false;
        }
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        if (text.length() > 35 || text.startsWith("-") || text.startsWith("+")) {
            return false;
        }
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    /// A required choice: an enum whose value 0 stands for "absent".
    ///
    /// @param number the value on the wire
    /// @param known the value that it stands for, or null if this version of the program does not know it
    static void choice(Field field, int number, @Nullable Object known) {
        if (number == 0) {
            field.missing();
        } else if (known == null) {
            field.invalid("is not one of the values of this field");
        }
    }

    static void place(Field field, Place place) {
        TextRules.require(field.at("name"), place.getName());
        if (place.hasAddress()) {
            var address = place.getAddress();
            Field at = field.at("address");
            TextRules.check(at.at("street_address"), address.getStreetAddress());
            TextRules.check(at.at("locality"), address.getLocality());
            TextRules.check(at.at("region"), address.getRegion());
            TextRules.check(at.at("postal_code"), address.getPostalCode());
            TextRules.country(at.at("country"), address.getCountry());
        }
        TextRules.phone(field.at("phone"), place.getPhone());
        TextRules.url(field.at("url"), place.getUrl());
    }
}
