package waxwing.server.mailbox;

/// How quick a device has been to acknowledge lately: the exponentially weighted mean of its delays, the last of which
/// counts for an eighth. A new device is taken for quick.
final class Promptness {
    static final long GOOD_MILLIS = Committer.GRACE.toMillis();

    private static final int WEIGHT = 8;

    private double meanMillis;

    void acknowledged(long afterMillis) {
        meanMillis += (Math.max(0, afterMillis) - meanMillis) / WEIGHT;
    }

    boolean isGood() {
        return meanMillis < GOOD_MILLIS;
    }
}
