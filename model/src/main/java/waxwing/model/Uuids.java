package waxwing.model;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The byte and text forms of UUIDs, and version 7 ones (RFC 9562).
public final class Uuids {
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VERSION_7 = 0x7000L;

    private Uuids() {}

    /// A version 7 UUID: 48 bits of Unix milliseconds, then 74 random bits.
    public static UUID version7(InstantSource clock, RandomGenerator random) {
        long high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0x0FFFL);
        long low = VARIANT | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }

    static long millis(UUID uuid) {
        return uuid.getMostSignificantBits() >>> 16;
    }

    static byte[] toBytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    static UUID ofBytes(String what, byte[] bytes) {
        if (bytes.length != 16) {
            throw new MalformedValueException(what + ": " + bytes.length + " bytes (expected: 16)");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static UUID parse(String what, String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException _) {
            // Told below, in the same words as a wrong length.
        }
        throw new MalformedValueException(
                what + ": not a UUID (expected: one such as 0190c0de-0000-7000-8000-000000000000)");
    }
}
