package waxwing.model;

import java.util.UUID;

/// The name of one message for ever, together with its sender: a UUIDv7 made by the sending device. It travels
/// inside the encryption, and the recipient shows a (sender, message id) once.
public record MessageId(UUID value) implements Comparable<MessageId> {
    /// @throws MalformedValueException if it is not a UUID in its 36-character form
    public static MessageId parse(String text) {
        return new MessageId(Uuids.parse("message id", text));
    }

    /// @throws MalformedValueException if there are not exactly 16 bytes
    public static MessageId ofBytes(byte[] bytes) {
        return new MessageId(Uuids.ofBytes("message id", bytes));
    }

    /// 16 bytes, most significant first (RFC 9562).
    public byte[] toBytes() {
        return Uuids.toBytes(value);
    }

    /// The Unix milliseconds at which it was made (RFC 9562, section 5.7).
    public long madeAtMillis() {
        return Uuids.millis(value);
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
