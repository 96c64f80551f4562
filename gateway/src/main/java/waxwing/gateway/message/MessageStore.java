package waxwing.gateway.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waxwing.model.MessageId;

/// The accepted messages, their timelines, the queue to the client library and the idempotency keys.
///
/// Each method is one transaction, durable when it returns.
public interface MessageStore {
    /// The request that an idempotency key stands for.
    ///
    /// @param since older ones count no more
    Optional<Remembered> remembered(IdempotencyKey key, Instant since);

    /// What an idempotency key stands for.
    record Remembered(RequestHash request, MessageId id) {}

    Optional<Message> find(MessageId id);

    /// The request with which a message was made.
    Optional<RequestHash> requestOf(MessageId id);

    /// Stores a new message as `accepted`, puts it into the queue and lets the key stand for it, all or
    /// nothing.
    void accept(Accepting accepting);

    /// A message about to be accepted.
    record Accepting(
            IdempotencyKey key, Outgoing message, Optional<String> clientReference, RequestHash request, Instant at) {}

    /// Lets one more key stand for a message that exists.
    void remember(IdempotencyKey key, Remembered remembered, Instant at);

    /// The oldest messages of the queue.
    List<Outgoing> queued(int limit);

    /// Takes a message off the queue and forgets its content, once the client library has it.
    void handedOver(MessageId id);

    /// Takes a message off the queue that the client library refused for good.
    void fail(MessageId id, TimelineEntry entry);

    /// How far the client library's log of events has been followed.
    long followed();

    /// Takes in what happened, in its order: moves messages forward as [MessageStatus#stepsTo] says, passes
    /// on what people wrote, and remembers that the log was followed up to the cursor. Backward steps and
    /// unknown messages are ignored.
    void follow(List<? extends News> news, long cursor);

    /// What the client library's log says.
    sealed interface News permits Progress, Incoming {}

    /// What it says of a message of the business's own.
    record Progress(MessageId id, TimelineEntry entry) implements News {}

    /// How many messages stand where.
    Map<MessageStatus, Long> counts();

    /// Marks as expired whatever is still `accepted` past its time, and takes it off the queue.
    ///
    /// @return how many
    int expire(Instant now);

    /// Forgets idempotency keys older than this.
    void forgetKeysBefore(Instant time);
}
