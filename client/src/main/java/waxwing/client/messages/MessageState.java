package waxwing.client.messages;

import java.util.Locale;

/// What became of an own message. It only moves forward: `queued → sending → accepted → delivered → read`, or
/// to one of the two final states `suppressed` and `failed`.
public enum MessageState {
    /// Durable here, not yet on its way.
    QUEUED(0),
    /// Encrypted and handed to the relay at least once; the answer is outstanding.
    SENDING(1),
    /// Durable at the relay.
    ACCEPTED(2),
    /// Durable at a device of the recipient.
    DELIVERED(3),
    /// Seen by the person.
    READ(4),
    /// Refused by the recipient's settings; told to businesses only.
    SUPPRESSED(5),
    /// Will not arrive; a [StateReason] says why.
    FAILED(5);

    private final int rank;

    MessageState(int rank) {
        this.rank = rank;
    }

    /// A message that has been delivered can't be suppressed or fail afterwards.
    public boolean canMoveTo(MessageState next) {
        return next.rank > rank && !(next.rank == SUPPRESSED.rank && rank >= DELIVERED.rank);
    }

    /// Nothing follows.
    public boolean isFinal() {
        return rank >= READ.rank;
    }

    /// It is there, or further along the way to the reader; a message that failed has reached nothing.
    public boolean hasReached(MessageState other) {
        return this == other || (rank <= READ.rank && other.rank <= READ.rank && rank >= other.rank);
    }

    /// The name on the command line and in the API, for example `queued`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
