package waxwing.server.mailbox;

/// The name of one device's queue, from its registration to its end. Never reused.
///
/// @param value above 0; with the highest bit set, of the queue of what is held for the device
public record QueueId(long value) {
    /// No device's: what is put there is removed in the same change, and nothing is delivered from it.
    public static final QueueId NOBODYS = new QueueId(0);

    /// The first name that a queue of held messages can have, in the order of unsigned numbers.
    static final QueueId FIRST_HELD = new QueueId(Long.MIN_VALUE);

    /// The queue of what is held for this queue's device.
    public QueueId held() {
        return new QueueId(value | Long.MIN_VALUE);
    }

    /// Whether it is a queue of what is held.
    boolean isHeld() {
        return value < 0;
    }
}
