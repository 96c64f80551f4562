package waxwing.client.messages;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Own messages that are durable here and that the relay has not accepted yet.
///
/// @param messages how many
/// @param oldest when the first of them was made; empty if there are none
public record Backlog(long messages, Optional<Instant> oldest) {
    public static final Backlog NONE = new Backlog(0, Optional.empty());

    /// Both together.
    public Backlog and(Backlog other) {
        Optional<Instant> first =
                Stream.concat(oldest.stream(), other.oldest.stream()).min(Comparator.naturalOrder());
        return new Backlog(messages + other.messages, first);
    }
}
