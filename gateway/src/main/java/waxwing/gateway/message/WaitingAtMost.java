package waxwing.gateway.message;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// How many messages wait for a person at most: as many as were counted last, and what went to them since. What
/// became known meanwhile is not subtracted, so that only for somebody who may have too many is it counted again.
final class WaitingAtMost {
    private static final int PEOPLE = 10_000;

    private final Map<String, Long> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > PEOPLE;
        }
    };

    /// @param numbers of people
    /// @param count counts for some of them; may leave out for whom none wait
    synchronized Map<String, Long> of(Collection<String> numbers, Function<List<String>, Map<String, Long>> count) {
        List<String> toCount = numbers.stream()
                .filter(number -> known.getOrDefault(number, Long.MAX_VALUE) >= Outgoing.MOST_WAITING)
                .toList();
        Map<String, Long> counted = toCount.isEmpty() ? Map.of() : count.apply(toCount);
        toCount.forEach(number -> known.put(number, counted.getOrDefault(number, 0L)));
        Map<String, Long> waiting = new HashMap<>();
        numbers.forEach(number -> waiting.put(number, known.getOrDefault(number, counted.getOrDefault(number, 0L))));
        return waiting;
    }

    synchronized void oneMore(String number) {
        known.computeIfPresent(number, (_, waiting) -> waiting + 1);
    }
}
