package waxwing.gateway.webhook;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import waxwing.gateway.event.EventType;
import waxwing.model.MalformedValueException;

/// Which events an endpoint wants.
///
/// @param types empty for all, those of later versions too
public record EventFilter(Set<EventType> types) {
    static final EventFilter ALL = new EventFilter(Set.of());

    public EventFilter {
        types = types.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(types));
    }

    /// @throws MalformedValueException naming the first that there is not
    public static EventFilter of(List<String> names) {
        return new EventFilter(names.stream().map(EventFilter::type).collect(Collectors.toSet()));
    }

    private static EventType type(String name) {
        return EventType.parse(name)
                .filter(EventType.logged()::contains)
                .orElseThrow(() -> new MalformedValueException("not a type of event (expected: "
                        + EventType.logged().stream().map(EventType::wireName).collect(Collectors.joining(", "))
                        + ")"));
    }

    boolean wants(EventType type) {
        return types.isEmpty() || types.contains(type);
    }

    /// Their names, in a fixed order.
    public List<String> names() {
        return Arrays.stream(EventType.values())
                .filter(types::contains)
                .map(EventType::wireName)
                .toList();
    }
}
