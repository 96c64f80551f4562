package waxwing.server.mailbox;

/// One change of a [MailboxStore].
public sealed interface Change {
    /// Whether it has to be durable before it is reported. A lost removal only delivers again what was delivered.
    default boolean mustBeDurable() {
        return true;
    }

    /// Puts an entry into a queue. A (queue, sequence) is put once, ever.
    record Put(QueueId queue, long sequence, Entry entry) implements Change {}

    /// Notes that a submit was accepted.
    record Accepted(SubmitKey submit, long atMillis) implements Change {}

    /// Removes an entry; without effect if it is not there.
    record Remove(QueueId queue, long sequence) implements Change {
        @Override
        public boolean mustBeDurable() {
            return false;
        }
    }

    /// Removes all entries of a queue.
    record Wipe(QueueId queue) implements Change {}

    /// Reserves all sequences up to and including this one, so that none of them is handed out after a restart.
    record Reserve(long sequence) implements Change {}

    /// Forgets which submits were accepted, of those whose id was made before this time; those of its last hours may
    /// go later.
    record ForgetSubmits(long madeBeforeMillis) implements Change {
        @Override
        public boolean mustBeDurable() {
            return false;
        }
    }
}
