package waxwing.gateway.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import waxwing.model.MalformedValueException;

/// Reads values of the domain from a request's fields.
final class Values {
    private static final Pattern DURATION = Pattern.compile("(?<number>[0-9]{1,8})(?<unit>[smhd])");

    private Values() {}

    /// Whole seconds as a number, or a number with a unit: `90`, `"90s"`, `"15m"`, `"12h"`, `"7d"`.
    ///
    /// @return empty if it is not there or not within the bounds, which is reported
    static Optional<Duration> duration(JsonFields fields, String name, Duration shortest, Duration longest) {
        Optional<JsonNode> value = fields.any(name);
        Optional<Duration> duration = value.flatMap(Values::duration)
                .filter(length -> length.compareTo(shortest) >= 0 && length.compareTo(longest) <= 0);
        if (value.isPresent() && duration.isEmpty()) {
            fields.invalid(
                    name,
                    "is not a duration from " + shortest.toSeconds() + " seconds to " + longest.toDays()
                            + " days (expected: for example 3600 or \"1h\")");
        }
        return duration;
    }

    private static Optional<Duration> duration(JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToInt()) {
            return Optional.of(Duration.ofSeconds(value.intValue()));
        }
        Matcher form = DURATION.matcher(value.isString() ? value.stringValue() : "");
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group("number"));
        return Optional.of(
                switch (form.group("unit")) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /// For how long what is rotated goes on beside what takes its place: `overlap` in a body that may be left
    /// out.
    ///
    /// @throws Rejection if the body says anything else
    static Duration overlap(Call call, Duration usual, Duration longest) {
        var faults = new Faults();
        var fields = new JsonFields("", call.sent().orElseGet(Json::object), faults);
        Optional<Duration> overlap = duration(fields, "overlap", Duration.ZERO, longest);
        fields.refuseOthers();
        faults.throwIfAny();
        return overlap.orElse(usual);
    }

    /// @param parse throws [MalformedValueException] for what is none; that is reported at the field
    static <T> Optional<T> parsed(JsonFields fields, String name, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (MalformedValueException malformed) {
            fields.invalid(name, "is " + malformed.getMessage());
            return Optional.empty();
        }
    }
}
