package waxwing.gateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import waxwing.client.content.ContentPolicy;
import waxwing.client.content.Violation;
import waxwing.client.messages.MessageBody;
import waxwing.content.v1.Action;
import waxwing.content.v1.Body;
import waxwing.gateway.message.MessageStore;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// What a business can do with its sandbox: move the clock, and let simulated people speak.
///
/// The clock stops at everything that becomes due on the way, so that a message which goes out in an hour and
/// is worth something for five minutes is delivered, not expired, when two hours go by at once.
public final class Sandbox {
    private static final Duration LONGEST_MOVE = Duration.ofDays(366);

    private static final Duration FARTHEST = Duration.ofDays(3_660);

    /// How long a call waits, by the machine's clock, for the gateway to have done what is due; the rest is done
    /// all the same.
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final SandboxClock clock;
    private final SimulatedTransport transport;
    private final Around around;
    private final Semaphore moving = new Semaphore(1, true);

    /// The gateway that lives in this time.
    ///
    /// @param wake lets it look at once for messages to hand over
    /// @param look lets it do what else time brings
    public record Around(MessageStore messages, Runnable wake, Runnable look) {}

    public Sandbox(SandboxClock clock, SimulatedTransport transport, Around around) {
        this.clock = clock;
        this.transport = transport;
        this.around = around;
    }

    public SandboxClock clock() {
        return clock;
    }

    /// How far the clock can be moved on now: a year at once, and not more than ten years before the machine's.
    public Duration room() {
        Duration left = FARTHEST.minus(clock.ahead());
        return left.compareTo(LONGEST_MOVE) < 0 ? left : LONGEST_MOVE;
    }

    /// Moves the clock on and returns once what has become due is done: scheduled messages are out, what people
    /// do with them is in the log of events. Attempts at webhooks begin at once but are not waited for.
    ///
    /// If that takes longer than [#PATIENCE], the clock stays where it is by then, so that nothing is passed over.
    ///
    /// @param by within the [#room]; zero: only wait until all that is due is done
    public void advance(Duration by) throws InterruptedException {
        moving.acquire();
        try {
            Duration ahead = clock.ahead().plus(by);
            Instant target = clock.instant().plus(by);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            settle(deadline);
            Optional<Instant> next = nextDue(target);
            while (next.isPresent() && System.nanoTime() < deadline) {
                clock.moveTo(next.get());
                settle(deadline);
                next = nextDue(target);
            }
            if (next.isEmpty()) {
                clock.moveAhead(ahead);
                settle(deadline);
            }
            around.look().run();
        } finally {
            moving.release();
        }
    }

    private Optional<Instant> nextDue(Instant target) {
        return earlier(around.messages().nextDue(), transport.nextDue()).filter(due -> !due.isAfter(target));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.filter(due -> other.filter(due::isAfter).isEmpty()).or(() -> other);
    }

    private void settle(long deadline) throws InterruptedException {
        around.wake().run();
        transport.timeMoved();
        while (!settled() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_EVERY);
        }
    }

    /// Looked at in the order of a message's way, so that none is overlooked on it.
    private boolean settled() {
        Instant now = clock.instant();
        return around.messages().nextDue().filter(due -> !due.isAfter(now)).isEmpty()
                && around.messages().queued(1).isEmpty()
                && transport.nextDue().filter(due -> !due.isAfter(now)).isEmpty()
                && around.messages().followed() == transport.lastPosition();
    }

    /// A person writes. Returns once the business has been told.
    ///
    /// @return the message's id
    public MessageId write(PhoneNumber from, String text, Optional<MessageId> replyTo) throws InterruptedException {
        MessageId id = transport.say(from, new MessageBody.Text(text, replyTo));
        advance(Duration.ZERO);
        return id;
    }

    /// What came of asking for something on a card.
    public sealed interface Asking {
        record Asked(MessageId id) implements Asking {}

        /// The person was sent no such message.
        record NoSuchMessage() implements Asking {}

        record NotOffered(List<Violation> violations) implements Asking {}
    }

    /// A person asks for something on a card that they were sent. Returns once the business has been told.
    ///
    /// @param text empty if it goes without words
    public Asking ask(PhoneNumber from, MessageId about, Action.Type type, String text) throws InterruptedException {
        Optional<Body> card = transport.sentTo(from, about);
        Optional<MessageBody> body = card.flatMap(MessageBody::ofContent);
        if (card.isEmpty() || body.isEmpty()) {
            return new Asking.NoSuchMessage();
        }
        var action = MessageBody.CardAction.about(about, body.get(), type, text);
        List<Violation> violations = ContentPolicy.check(action.action(), card.get());
        if (!violations.isEmpty()) {
            return new Asking.NotOffered(violations);
        }
        MessageId id = transport.say(from, action);
        advance(Duration.ZERO);
        return new Asking.Asked(id);
    }
}
