package waxwing.model;

/// The number of a device within its account: 1..127. The first device of an account is [#PRIMARY].
public record DeviceId(int value) implements Comparable<DeviceId> {
    public static final DeviceId PRIMARY = new DeviceId(1);

    public DeviceId {
        if (value < 1 || value > 127) {
            throw new MalformedValueException("device id: " + value + " (expected: 1..127)");
        }
    }

    @Override
    public int compareTo(DeviceId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
