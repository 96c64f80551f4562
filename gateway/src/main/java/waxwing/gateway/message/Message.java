package waxwing.gateway.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// An accepted message and what became of it. Its recipient and content are not part of this view.
///
/// @param timeline from `accepted` on, oldest first; never empty
public record Message(
        MessageId id,
        MessageKind kind,
        Optional<String> clientReference,
        Instant created,
        Instant expires,
        List<TimelineEntry> timeline) {

    public MessageStatus status() {
        return timeline.getLast().status();
    }

    /// The message may quote the business's own words, so it never prints them.
    @Override
    public String toString() {
        return "Message[" + id + ", " + kind + ", " + status() + "]";
    }
}
