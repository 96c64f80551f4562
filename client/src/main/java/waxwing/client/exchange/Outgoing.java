package waxwing.client.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import waxwing.client.people.Contact.ContactId;
import waxwing.content.v1.Body;
import waxwing.model.MessageId;
import waxwing.relay.v1.MessageKind;
import waxwing.relay.v1.Submit;

/// Something on its way to a contact: a message of the history, or control content, which nobody is shown.
///
/// @param label on what a business sends
/// @param attempts how many submits were built
/// @param submit the one that was built last and whose answer is outstanding
record Outgoing(
        long id,
        ContactId contact,
        MessageId messageId,
        Content content,
        Optional<MessageKind> label,
        int attempts,
        Optional<Submit> submit) {
    /// The relay keeps nothing longer.
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);

    /// @param type whether somebody is shown it
    /// @param body empty for a message that the history does not have any more
    /// @param madeAt what the header says
    /// @param expires from when on it is not worth sending; empty for whenever
    record Content(Type type, Optional<Body> body, Instant madeAt, Optional<Instant> expires) {}

    enum Type {
        MESSAGE,
        CONTROL
    }

    /// Seconds, rounded up, that it may still take to arrive; 0 if it has for ever, empty if its time is over.
    Optional<Integer> secondsLeft(Instant now) {
        if (content.expires().isEmpty()) {
            return Optional.of(0);
        }
        Duration left = Duration.between(now, content.expires().get());
        return left.isPositive()
                ? Optional.of((int) Math.min(left.plusMillis(999).toSeconds(), LONGEST_LIFE.toSeconds()))
                : Optional.empty();
    }

    boolean isMessage() {
        return content.type() == Type.MESSAGE;
    }

    /// Never prints what it says.
    @Override
    public String toString() {
        return "Outgoing[" + messageId + "]";
    }
}
