package waxwing.server.mailbox;

import java.util.List;

/// Entries for all the devices of one account, accepted together or not at all, and the record that makes their
/// submit idempotent. Without entries it still is accepted, recorded and takes its time like any other.
///
/// @param novelty what [Mailbox#note] said of the submit
/// @param acceptedAtMillis what the entries and the answer say, in Unix milliseconds
public record Deposit(
        SubmitKey submit, Novelty novelty, long acceptedAtMillis, Disposition disposition, List<Addressed> entries) {
    public Deposit {
        entries = List.copyOf(entries);
    }

    /// Of a submit about which nothing is known.
    public Deposit(SubmitKey submit, long acceptedAtMillis, Disposition disposition, List<Addressed> entries) {
        this(submit, Novelty.PERHAPS_REPEATED, acceptedAtMillis, disposition, entries);
    }

    /// An entry and whose queue it is for.
    public record Addressed(QueueId queue, Entry entry) {}

    /// Whether a submit may have been accepted before.
    public enum Novelty {
        /// Its id is younger than any that its device ever submitted under, so the store need not be asked.
        NEW,
        PERHAPS_REPEATED
    }

    /// What happens to the entries.
    public enum Disposition {
        /// They are put into their queues, or the deposit is refused because one is full. Accepted once the
        /// devices have acknowledged, if that comes before the disk.
        STORE,
        /// As with STORE, or as with DROP because a queue is full. The sender must not notice that, nor whether
        /// a device is there: it is accepted when its batch is written.
        STORE_IF_ROOM,
        /// They need room like any other and are then dropped: the recipient blocks the sender, who must not
        /// notice.
        DROP_IF_ROOM,
        /// They are dropped, and take as long as if they were put into their queues.
        DROP
    }
}
