package waxwing.gateway.message;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waxwing.client.messages.Backlog;
import waxwing.model.MessageId;
import waxwing.model.PhoneNumber;

/// The accepted messages, their timelines, the queue to the transport and the idempotency keys.
///
/// Each method is one transaction, durable when it returns.
public interface MessageStore {
    /// The request that an idempotency key stands for.
    ///
    /// @param since older ones count no more
    Optional<Remembered> remembered(IdempotencyKey key, Instant since);

    /// What an idempotency key stands for.
    record Remembered(RequestHash request, Made made) {
        static Remembered message(RequestHash request, MessageId id) {
            return new Remembered(request, new Made.OneMessage(id));
        }
    }

    /// What a request has made.
    sealed interface Made {
        record OneMessage(MessageId id) implements Made {}

        record ABatch(BatchId id) implements Made {}
    }

    Optional<Message> find(MessageId id);

    /// Messages in the order of their acceptance, the newest first.
    MessagePage list(MessagePage.Query query);

    /// The request with which a message was made.
    Optional<RequestHash> requestOf(MessageId id);

    /// Stores a new message as `accepted` and puts it into the queue, or as `scheduled`, and lets the key stand
    /// for it, all or nothing.
    void accept(IdempotencyKey key, Accepting accepting);

    /// A message about to be accepted.
    record Accepting(Outgoing message, Lifetime lifetime, Optional<String> clientReference, RequestHash request) {
        @Override
        public String toString() {
            return "Accepting[" + message + "]";
        }
    }

    /// Stores all messages of a batch, each as [#accept] does, what was refused beside them, and lets the key
    /// stand for the batch, all or nothing.
    void acceptBatch(IdempotencyKey key, AcceptingBatch accepting);

    /// A batch about to be accepted.
    record AcceptingBatch(BatchId id, RequestHash request, Instant at, List<Item> items) {
        /// Whom it writes to.
        List<PhoneNumber> people() {
            return items.stream()
                    .filter(Item.Fresh.class::isInstance)
                    .map(item -> ((Item.Fresh) item).message().message().to())
                    .toList();
        }

        public sealed interface Item {
            record Fresh(Accepting message) implements Item {}

            /// A message that the same item has made before.
            record Known(MessageId id) implements Item {}

            /// @param problem may quote the request
            record Refused(String problem) implements Item {
                @Override
                public String toString() {
                    return "Refused[…]";
                }
            }
        }
    }

    Optional<Batch> findBatch(BatchId id);

    /// Lets one more key stand for a message that exists.
    void remember(IdempotencyKey key, Remembered remembered, Instant at);

    /// Makes `accepted` of what was scheduled until now, and puts it into the queue.
    ///
    /// @return how many; if there are many, it takes more than one call
    int release(Instant now);

    /// The oldest messages of the queue that may go out, for one thread, which hands them over: not those for whom as
    /// many wait already as [Outgoing#MOST_WAITING] says, until of one of these something becomes known.
    List<Outgoing> queued(int limit);

    /// Which of these messages are in the queue.
    Set<MessageId> stillQueued(Collection<MessageId> ids);

    /// Takes messages off the queue and forgets their content, once the transport has them.
    void handedOver(List<MessageId> ids);

    /// Cancels a message that is scheduled or in the queue.
    ///
    /// @return whether it was
    default boolean cancel(MessageId id, Instant at) {
        return cancel(id, new TimelineEntry(MessageStatus.CANCELED, Optional.empty(), at));
    }

    /// As [#cancel(MessageId, Instant)].
    ///
    /// @param entry the end that it comes to, which is [MessageStatus#CANCELED]
    boolean cancel(MessageId id, TimelineEntry entry);

    /// Takes a message off the queue whose end is known, and moves it there.
    void end(MessageId id, TimelineEntry entry);

    /// How far the transport's log of events has been followed.
    long followed();

    /// Takes in what happened, in its order: moves messages forward as [MessageStatus#stepsTo] says, passes
    /// on what people wrote, and remembers that the log was followed up to the cursor. Backward steps and
    /// unknown messages are ignored.
    void follow(List<? extends News> news, long cursor);

    /// What the transport's log says.
    sealed interface News permits Progress, Incoming, Asked {}

    /// What it says of a message of the business's own.
    record Progress(MessageId id, TimelineEntry entry) implements News {}

    /// What the transport does not have yet. The oldest is the oldest of those that may go out: what is held for one
    /// person, because enough waits for them, is counted and no more.
    Backlog backlog();

    /// How many of these messages are held.
    long held();

    /// How many messages stand where.
    Map<MessageStatus, Long> counts();

    /// Marks as expired whatever is still `accepted` past its time, and takes it off the queue.
    ///
    /// @return how many
    int expire(Instant now);

    /// When [#release] or [#expire] have something to do next; empty if they never will.
    Optional<Instant> nextDue();

    /// Forgets idempotency keys older than this.
    void forgetKeysBefore(Instant time);
}
