package waxwing.server.mailbox;

import java.nio.ByteBuffer;

/// The keys under which [RocksMailboxStore] keeps what it keeps.
///
/// Entries are keyed by queue and sequence, both big-endian, so that a queue is one range. An accepted submit is
/// keyed by the eight hours in which its id was made, its sender, its id and its destination: so forgetting old ones
/// is one range too, and a sender's youngest one is found by a look at the end of each of a few ranges.
final class RocksKeys {
    static final int ENTRY_KEY = 16;
    private static final int SUBMIT_KEY = 4 + 8 + 16 + 16;
    private static final long EIGHT_HOURS_MILLIS = 8 * 3_600_000L;

    private RocksKeys() {}

    static byte[] entryKey(QueueId queue, long sequence) {
        return ByteBuffer.allocate(ENTRY_KEY)
                .putLong(queue.value())
                .putLong(sequence)
                .array();
    }

    static QueueId queueOf(byte[] entryKey) {
        return new QueueId(ByteBuffer.wrap(entryKey).getLong());
    }

    static long sequenceOf(byte[] entryKey) {
        return ByteBuffer.wrap(entryKey).getLong(8);
    }

    static byte[] submitKey(SubmitKey submit) {
        return ByteBuffer.allocate(SUBMIT_KEY)
                .putInt(eightHoursOf(submit.submit().madeAtMillis()))
                .putLong(submit.sender().value())
                .put(submit.submit().toBytes())
                .put(submit.destination().toBytes())
                .array();
    }

    private static int eightHoursOf(long millis) {
        return (int) (millis / EIGHT_HOURS_MILLIS);
    }

    /// The first key that a submit made in these eight hours may have.
    static byte[] submitsFrom(long millis) {
        return submitsOf(eightHoursOf(millis), 0);
    }

    static byte[] submitsOf(int eightHours, long sender) {
        return ByteBuffer.allocate(SUBMIT_KEY)
                .putInt(eightHours)
                .putLong(sender)
                .array();
    }

    static byte[] longBytes(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static boolean isOf(int eightHours, QueueId sender, byte[] submitKey) {
        ByteBuffer key = ByteBuffer.wrap(submitKey);
        return key.getInt() == eightHours && key.getLong() == sender.value();
    }

    /// A version 7 UUID begins with 48 bits of Unix milliseconds.
    static long madeAt(byte[] submitKey) {
        return ByteBuffer.wrap(submitKey).getLong(12) >>> 16;
    }
}
