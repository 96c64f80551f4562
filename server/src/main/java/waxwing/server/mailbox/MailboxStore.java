package waxwing.server.mailbox;

import java.util.List;
import java.util.OptionalLong;

/// Where mailboxes outlive a crash. [#apply] is called by one thread at a time, the others by any.
///
/// Every method may do I/O and throws [StorageFailure] (a full disk: [waxwing.store.StorageFull]) when the
/// storage fails. Each implementation passes `MailboxStoreContract`.
public interface MailboxStore extends AutoCloseable {
    /// Makes all the changes or, when it throws, none of them, in their order. When it returns, they are
    /// durable if any of them [Change#mustBeDurable]; and whoever reads sees all of them.
    void apply(List<Change> changes);

    /// The first entries of a queue after a sequence, in order, expired ones included.
    ///
    /// @param after 0 for the start of the queue
    /// @return fewer than `max` only at the end of the queue
    List<SequencedEntry> read(QueueId queue, long after, int max);

    QueueUsage usage(QueueId queue);

    /// @return when the submit was accepted, in Unix milliseconds; empty if it never was, or was forgotten
    OptionalLong acceptedAt(SubmitKey submit);

    /// @return when the device's youngest submit that is known as accepted was made, in Unix milliseconds;
    ///     empty if there is none
    OptionalLong newestSubmit(QueueId sender);

    /// The queues of what is held, those that have entries.
    List<QueueId> heldQueues();

    /// The highest sequence that was ever reserved; 0 at first.
    long reserved();

    /// Entries whose time is over, of any queue, at most `max`. A large store looks through a part of itself,
    /// and through the next at the next call; calls about once a minute get round it.
    List<ExpiredEntry> expired(long nowMillis, int max);

    @Override
    void close();
}
