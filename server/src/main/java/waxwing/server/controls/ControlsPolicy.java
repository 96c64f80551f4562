package waxwing.server.controls;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waxwing.model.AccountId;
import waxwing.model.MessageCategory;
import waxwing.model.MessageKind;
import waxwing.relay.v1.Failed;
import waxwing.relay.v1.Suppressed;
import waxwing.server.business.Standing;

/// The one decision about a business's message to a person, pure and in this order:
///
/// 1. the business is verified and not suspended,
/// 2. the kind is one that it may send,
/// 3. the person's setting for this business, else for the kind, else the default,
/// 4. marketing needs a yes to this business,
/// 5. a conversation needs an open window,
/// 6. the person's cap,
/// 7. the business's own tier,
/// 8. how many of its messages wait for this person,
/// 9. `ask` and quiet hours hold it; a code is not for quiet hours to hold,
/// 10. the block, last and silently.
///
/// A blocked business goes on getting the answers that the settings of the moment of blocking would give, and its
/// counters run on; so the block is not to be told from an allowed message that nobody reads. A request to repair a
/// session is no message: only 1 and 10 are asked about it.
public final class ControlsPolicy {
    /// How long a business may answer freely after the person's last message to it; half-open.
    public static final Duration CONVERSATION_WINDOW = Duration.ofHours(24);

    private static final Verdict DELIVER = new Verdict.Deliver();
    private static final Verdict WITHHOLD = new Verdict.Withhold();

    private ControlsPolicy() {}

    /// What is decided upon.
    ///
    /// @param kind empty for a request to repair a session
    /// @param offersInWeek offers of the business that were accepted for the person in the last seven days
    public record Question(
            Sender sender, Optional<MessageKind> kind, Recipient recipient, int offersInWeek, long nowMillis) {}

    /// The business that sends.
    ///
    /// @param kinds that it may send
    /// @param tier what its tier says of this message
    /// @param waiting how many of its messages wait for the recipient
    public record Sender(Standing standing, Set<MessageKind> kinds, TierUse tier, int waiting) {}

    /// The person that it is for.
    ///
    /// @param lastMessageAt the person's to the business, in Unix milliseconds
    /// @param block the person's of this business
    public record Recipient(
            Preferences preferences,
            Optional<QuietHours> quietHours,
            OptionalLong lastMessageAt,
            Optional<Block> block) {}

    public static Verdict decide(Question question) {
        Recipient recipient = question.recipient();
        Verdict unblocked = recipient
                .block()
                .map(block -> decideUnblocked(question, block.frozen(), block.frozenLastMessageAt()))
                .orElseGet(() -> decideUnblocked(question, recipient.preferences(), recipient.lastMessageAt()));
        return recipient.block().isPresent() && letsThrough(unblocked) ? WITHHOLD : unblocked;
    }

    /// Whether the message is accepted for the recipient, now or later: it counts against the person's cap, and a
    /// block withholds it.
    public static boolean letsThrough(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Deliver _, Verdict.Hold _, Verdict.Withhold _ -> true;
            case Verdict.Suppress _, Verdict.Fail _ -> false;
        };
    }

    /// What becomes of a message that was held: only what the person themselves has a say in is asked again, and
    /// whether the business is suspended by now.
    ///
    /// @return `Deliver` if it goes on, `Hold` if it waits, anything else if it is dropped
    public static Verdict reconsider(
            Standing standing, MessageKind kind, PersonControls person, AccountId business, long nowMillis) {
        if (standing == Standing.SUSPENDED) {
            return new Verdict.Fail(Failed.Code.SENDER_SUSPENDED);
        }
        if (person.blockOf(business).isPresent()) {
            return WITHHOLD;
        }
        Preferences preferences = person.toward(business);
        return stopped(kind, preferences)
                .<Verdict>map(Verdict.Suppress::new)
                .orElseGet(
                        () -> holdOrDeliver(kind, preferences, person.general().quietHours(), nowMillis));
    }

    private static Verdict decideUnblocked(Question question, Preferences preferences, OptionalLong lastMessageAt) {
        Sender sender = question.sender();
        return switch (sender.standing()) {
            case PENDING -> new Verdict.Fail(Failed.Code.SENDER_NOT_VERIFIED);
            case SUSPENDED -> new Verdict.Fail(Failed.Code.SENDER_SUSPENDED);
            case VERIFIED ->
                question.kind()
                        .map(kind -> decideKind(question, kind, preferences, lastMessageAt))
                        .orElse(DELIVER);
        };
    }

    private static Verdict decideKind(
            Question question, MessageKind kind, Preferences preferences, OptionalLong lastMessageAt) {
        if (!question.sender().kinds().contains(kind)) {
            return new Verdict.Fail(Failed.Code.KIND_NOT_ALLOWED);
        }
        Optional<Suppressed.Code> refusal = stopped(kind, preferences)
                .or(() -> windowClosed(kind, lastMessageAt, question.nowMillis()))
                .or(() -> capped(kind, preferences, question.offersInWeek()));
        if (refusal.isPresent()) {
            return new Verdict.Suppress(refusal.get());
        }
        if (question.sender().tier() == TierUse.EXCEEDED) {
            return new Verdict.Fail(Failed.Code.TIER_EXCEEDED);
        }
        if (question.sender().waiting() >= WaitingMessages.MOST) {
            return new Verdict.Suppress(Suppressed.Code.RECIPIENT_LIMIT_REACHED);
        }
        return holdOrDeliver(kind, preferences, question.recipient().quietHours(), question.nowMillis());
    }

    private static Optional<Suppressed.Code> stopped(MessageKind kind, Preferences preferences) {
        if (preferences.effective(kind) != Setting.STOP) {
            return Optional.empty();
        }
        boolean marketing = kind.category() == MessageCategory.MARKETING;
        if (marketing && preferences.chosen(kind).isEmpty()) {
            return Optional.of(Suppressed.Code.RECIPIENT_NOT_OPTED_IN);
        }
        boolean toldToBusiness = marketing || preferences.allStopped();
        return Optional.of(toldToBusiness ? Suppressed.Code.RECIPIENT_OPTED_OUT : Suppressed.Code.RECIPIENT_PREFERENCE);
    }

    private static Optional<Suppressed.Code> windowClosed(
            MessageKind kind, OptionalLong lastMessageAt, long nowMillis) {
        boolean needed = kind.category() == MessageCategory.SERVICE;
        boolean open =
                lastMessageAt.isPresent() && nowMillis - lastMessageAt.getAsLong() < CONVERSATION_WINDOW.toMillis();
        return needed && !open ? Optional.of(Suppressed.Code.SERVICE_WINDOW_CLOSED) : Optional.empty();
    }

    private static Optional<Suppressed.Code> capped(MessageKind kind, Preferences preferences, int offersInWeek) {
        boolean reached = kind.category() == MessageCategory.MARKETING && offersInWeek >= preferences.offersPerWeek();
        return reached ? Optional.of(Suppressed.Code.RECIPIENT_LIMIT_REACHED) : Optional.empty();
    }

    private static Verdict holdOrDeliver(
            MessageKind kind, Preferences preferences, Optional<QuietHours> quietHours, long nowMillis) {
        if (preferences.effective(kind) == Setting.ASK) {
            return new Verdict.Hold(Verdict.Why.ASK, OptionalLong.empty());
        }
        OptionalLong quietUntil = kind.category() == MessageCategory.AUTHENTICATION
                ? OptionalLong.empty()
                : quietHours.map(hours -> hours.endOf(nowMillis)).orElse(OptionalLong.empty());
        return quietUntil.isPresent() ? new Verdict.Hold(Verdict.Why.QUIET_HOURS, quietUntil) : DELIVER;
    }
}
