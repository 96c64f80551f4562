package waxwing.gateway.event;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import waxwing.model.MalformedValueException;
import waxwing.model.Uuids;

/// Names an event for ever, for example `evt_0190c0de00007000800000000000ffff`. An event that comes twice,
/// over whichever way, has the same id.
public record EventId(String value) {
    private static final Pattern FORM = Pattern.compile("evt_[0-9a-f]{32}");

    public EventId {
        if (!FORM.matcher(value).matches()) {
            throw new MalformedValueException("not the id of an event (expected: evt_ and 32 hexadecimal digits)");
        }
    }

    /// `evt_` and a version 7 UUID.
    public static EventId fresh(InstantSource clock, RandomGenerator random) {
        return new EventId("evt_" + Uuids.version7(clock, random).toString().replace("-", ""));
    }

    @Override
    public String toString() {
        return value;
    }
}
