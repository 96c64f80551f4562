package waxwing.model;

import java.util.UUID;

/// The name of one set of ciphertexts: a UUIDv7 made by the sending device. Repeating a submit with the same id
/// is harmless; a repair of the same message has a new one.
public record SubmitId(UUID value) implements Comparable<SubmitId> {
    /// Length of the byte form.
    public static final int BYTES = 16;

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

    /// The greatest id that can be made in this millisecond.
    public static SubmitId lastOf(long millis) {
        return new SubmitId(new UUID((millis << 16) | 0xFFFFL, -1L));
    }

    /// Whether it sorts behind the other, in the order of bytes, which is that of time.
    public boolean isYoungerThan(SubmitId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high > 0
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits()) > 0;
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
