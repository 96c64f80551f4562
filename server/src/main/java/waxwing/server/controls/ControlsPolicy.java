package waxwing.server.controls;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.Suppressed;
import waxwing.server.business.Standing;

/// The one decision about a business's message to a person, pure and in this order: the business's standing,
/// the person's setting for this business or else the kind's default, the opt-in that marketing needs, the
/// window that a conversation needs, and last and silently the block.
///
/// A blocked business goes on getting the answers that the settings of the moment of blocking would give; so
/// the block is not to be told from an allowed message that nobody reads.
public final class ControlsPolicy {
    /// How long a business may answer freely after the person's last message to it; half-open.
    public static final Duration CONVERSATION_WINDOW = Duration.ofHours(24);

    private ControlsPolicy() {}

    /// What is decided upon.
    ///
    /// @param kind empty for a request to repair a session, which is no message
    /// @param settings the person's for this business
    /// @param lastMessageAt the person's last message to the business, in Unix milliseconds
    /// @param block the person's of this business
    public record Question(
            Standing standing,
            Optional<MessageKind> kind,
            BusinessSettings settings,
            OptionalLong lastMessageAt,
            Optional<Block> block,
            long nowMillis) {}

    public static Verdict decide(Question question) {
        Verdict unblocked = question.block()
                .map(block -> decideUnblocked(question, block.frozen(), block.frozenLastMessageAt()))
                .orElseGet(() -> decideUnblocked(question, question.settings(), question.lastMessageAt()));
        return unblocked instanceof Verdict.Deliver && question.block().isPresent()
                ? new Verdict.Withhold()
                : unblocked;
    }

    private static Verdict decideUnblocked(Question question, BusinessSettings settings, OptionalLong lastMessageAt) {
        return switch (question.standing()) {
            case PENDING -> new Verdict.Fail(Failed.Code.SENDER_NOT_VERIFIED);
            case SUSPENDED -> new Verdict.Fail(Failed.Code.SENDER_SUSPENDED);
            case VERIFIED ->
                question.kind()
                        .flatMap(kind -> stopped(kind, settings)
                                .or(() -> windowClosed(kind, lastMessageAt, question.nowMillis())))
                        .<Verdict>map(Verdict.Suppress::new)
                        .orElseGet(Verdict.Deliver::new);
        };
    }

    private static Optional<Suppressed.Code> stopped(MessageKind kind, BusinessSettings settings) {
        if (settings.effective(kind) == Setting.ALLOW) {
            return Optional.empty();
        }
        if (settings.chosen(kind).isEmpty()) {
            return Optional.of(Suppressed.Code.RECIPIENT_NOT_OPTED_IN);
        }
        boolean toldToBusiness = kind.category() == MessageCategory.MARKETING || settings.allStopped();
        return Optional.of(toldToBusiness ? Suppressed.Code.RECIPIENT_OPTED_OUT : Suppressed.Code.RECIPIENT_PREFERENCE);
    }

    private static Optional<Suppressed.Code> windowClosed(
            MessageKind kind, OptionalLong lastMessageAt, long nowMillis) {
        boolean needed = kind.category() == MessageCategory.SERVICE;
        boolean open =
                lastMessageAt.isPresent() && nowMillis - lastMessageAt.getAsLong() < CONVERSATION_WINDOW.toMillis();
        return needed && !open ? Optional.of(Suppressed.Code.SERVICE_WINDOW_CLOSED) : Optional.empty();
    }
}
