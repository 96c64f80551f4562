package waxwing.model;

import java.util.UUID;

/// The stable identity of an account on one relay: a random UUID, made by the relay, that outlives its devices
/// and keys.
public record AccountId(UUID value) implements Comparable<AccountId> {
    /// Length of the byte form.
    public static final int BYTES = 16;

    /// @throws MalformedValueException if it is not a UUID in its 36-character form
    public static AccountId parse(String text) {
        return new AccountId(Uuids.parse("account id", text));
    }

    /// @throws MalformedValueException if there are not exactly 16 bytes
    public static AccountId ofBytes(byte[] bytes) {
        return new AccountId(Uuids.ofBytes("account id", bytes));
    }

    /// 16 bytes, most significant first (RFC 9562).
    public byte[] toBytes() {
        return Uuids.toBytes(value);
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
