package waxwing.gateway.message;

import java.time.Instant;
import java.util.Optional;

/// When a message was accepted, when it goes out, and until when it is worth delivering.
///
/// @param sendAt empty for one that goes out at once
/// @param expires counted from the time at which it goes out
public record Lifetime(Instant created, Optional<Instant> sendAt, Instant expires) {
    static Lifetime of(Draft draft, Instant now) {
        // A time that is over is now.
        Optional<Instant> sendAt = draft.sendAt().filter(now::isBefore);
        return new Lifetime(now, sendAt, sendAt.orElse(now).plus(draft.expiresIn()));
    }

    /// The first entry of the timeline.
    TimelineEntry firstEntry() {
        MessageStatus status = sendAt.isPresent() ? MessageStatus.SCHEDULED : MessageStatus.ACCEPTED;
        return new TimelineEntry(status, Optional.empty(), created);
    }
}
