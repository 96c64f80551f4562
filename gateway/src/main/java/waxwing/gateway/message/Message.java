package waxwing.gateway.message;

import java.util.List;
import java.util.Optional;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;
import waxwing.model.PhoneNumber;

/// An accepted message and what became of it. Its content is not part of this view.
///
/// @param timeline from `scheduled` or `accepted` on, oldest first; never empty
public record Message(
        MessageId id,
        PhoneNumber to,
        MessageKind kind,
        Optional<String> clientReference,
        Lifetime lifetime,
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
