package waxwing.client.messages;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.people.Contact;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// One row of the history.
///
/// @param with the other end, whichever direction it went
/// @param at sent, by this end's clock, or received, by the relay's
/// @param kind present on what a business says
/// @param progress a received message is DELIVERED until it is READ
public record StoredMessage(
        MessageId id,
        Contact with,
        Direction direction,
        Instant at,
        MessageBody body,
        Optional<MessageKind> kind,
        Progress progress) {

    public enum Direction {
        SENT,
        RECEIVED
    }

    /// @param reason of `suppressed` and `failed`
    /// @param since when the state was reached, by this end's clock
    public record Progress(MessageState state, Optional<StateReason> reason, Instant since) {}

    public MessageState state() {
        return progress.state();
    }

    StoredMessage with(Progress next) {
        return new StoredMessage(id, with, direction, at, body, kind, next);
    }

    /// The same with other content, for whoever shows less than was said.
    public StoredMessage saying(MessageBody other) {
        return new StoredMessage(id, with, direction, at, other, kind, progress);
    }

    /// Never prints what was said.
    @Override
    public String toString() {
        return "StoredMessage[" + id + " " + direction + " " + progress.state().code() + "]";
    }
}
