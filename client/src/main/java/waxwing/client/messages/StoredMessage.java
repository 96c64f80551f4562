package waxwing.client.messages;

import java.time.Instant;
import java.util.Optional;
import waxwing.client.content.Mislabel;
import waxwing.client.people.Contact;
import waxwing.model.MessageCategory;
import waxwing.model.MessageId;
import waxwing.model.MessageKind;

/// One row of the history.
///
/// @param with the other end, whichever direction it went
/// @param at sent, by this end's clock, or received, by the relay's
/// @param kind present on what a business says: what its label said
/// @param progress a received message is DELIVERED until it is READ
/// @param mislabel present on a business's message that isn't what its label said
public record StoredMessage(
        MessageId id,
        Contact with,
        Direction direction,
        Instant at,
        MessageBody body,
        Optional<MessageKind> kind,
        Progress progress,
        Optional<Mislabel> mislabel) {

    /// One that is what it says.
    public StoredMessage(
            MessageId id,
            Contact with,
            Direction direction,
            Instant at,
            MessageBody body,
            Optional<MessageKind> kind,
            Progress progress) {
        this(id, with, direction, at, body, kind, progress, Optional.empty());
    }

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

    /// What a business's message counts as: what its kind is for, or marketing if it is mislabelled.
    public Optional<MessageCategory> category() {
        return mislabel.isPresent() ? Optional.of(MessageCategory.MARKETING) : kind.map(MessageKind::category);
    }

    StoredMessage with(Progress next) {
        return new StoredMessage(id, with, direction, at, body, kind, next, mislabel);
    }

    /// The same with other content, for whoever shows less than was said.
    public StoredMessage saying(MessageBody other) {
        return new StoredMessage(id, with, direction, at, other, kind, progress, mislabel);
    }

    /// Never prints what was said.
    @Override
    public String toString() {
        return "StoredMessage[" + id + " " + direction + " " + progress.state().code() + "]";
    }
}
