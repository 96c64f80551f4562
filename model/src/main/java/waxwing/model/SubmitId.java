package waxwing.model;

import java.util.UUID;

/// The name of one set of ciphertexts: a UUIDv7 made by the sending device. Repeating a submit with the same id
/// is harmless; a repair of the same message has a new one.
public record SubmitId(UUID value) implements Comparable<SubmitId> {
    /// @throws MalformedValueException if it is not a UUID in its 36-character form
    public static SubmitId parse(String text) {
        return new SubmitId(Uuids.parse("submit id", text));
    }

    /// @throws MalformedValueException if there are not exactly 16 bytes
    public static SubmitId ofBytes(byte[] bytes) {
        return new SubmitId(Uuids.ofBytes("submit id", bytes));
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
    public int compareTo(SubmitId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
