package waxwing.model;

/// One device of one account: what a session is with and what a mailbox belongs to.
public record DeviceAddress(AccountId account, DeviceId device) implements Comparable<DeviceAddress> {
    @Override
    public int compareTo(DeviceAddress other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : device.compareTo(other.device);
    }

    @Override
    public String toString() {
        return account + "." + device;
    }
}
