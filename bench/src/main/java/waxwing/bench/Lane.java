package waxwing.bench;

import java.util.Arrays;

/// All messages from one device to another, numbered from 0, and the books on them: each has to be accepted once and
/// to be delivered once, in order.
///
/// Used on the event loop only.
final class Lane {
    private static final long NONE = Long.MIN_VALUE;

    private final int id;
    private final Device sender;
    private final Device recipient;
    private final SubmitForm form;
    private int sent;
    private int accepted;
    private int delivered;
    /// When each message that is not accepted yet was meant to leave, by its number modulo the length.
    private long[] intended = new long[16];

    Lane(int id, Device sender, Device recipient) {
        this.id = id;
        this.sender = sender;
        this.recipient = recipient;
        this.form = new SubmitForm(recipient.registered());
        Arrays.fill(intended, NONE);
    }

    int id() {
        return id;
    }

    Device sender() {
        return sender;
    }

    Device recipient() {
        return recipient;
    }

    SubmitForm form() {
        return form;
    }

    /// @return the number of the message that leaves now
    int send(long intendedNanos) {
        int number = sent++;
        while (intended[number & (intended.length - 1)] != NONE) {
            grow();
        }
        intended[number & (intended.length - 1)] = intendedNanos;
        return number;
    }

    private void grow() {
        long[] larger = new long[2 * intended.length];
        Arrays.fill(larger, NONE);
        for (int back = 1; back <= intended.length; back++) {
            int number = sent - 1 - back;
            if (number >= 0) {
                larger[number & (larger.length - 1)] = intended[number & (intended.length - 1)];
            }
        }
        intended = larger;
    }

    /// @return when it was meant to leave
    /// @throws AuditException if it was not sent, or was accepted before
    long accept(int number) {
        long since = number >= 0 && number < sent ? intended[number & (intended.length - 1)] : NONE;
        if (since == NONE) {
            throw new AuditException(this + ": message " + number + " was accepted twice or never sent");
        }
        intended[number & (intended.length - 1)] = NONE;
        accepted++;
        return since;
    }

    /// @throws AuditException if it is not the next one
    void deliver(int number, Device to) {
        if (to != recipient) {
            throw new AuditException(this + ": message " + number + " came to " + to);
        }
        if (number != delivered || number >= sent) {
            throw new AuditException(
                    this + ": message " + number + " was delivered (expected: " + delivered + " of " + sent + ")");
        }
        delivered++;
    }

    /// Whether all that was sent is so far.
    boolean is(Fleet.Settled far) {
        return sent == accepted
                && switch (far) {
                    case ACCEPTED -> true;
                    case DELIVERED -> sent == delivered;
                };
    }

    String books() {
        return this + ": sent " + sent + ", accepted " + accepted + ", delivered " + delivered;
    }

    @Override
    public String toString() {
        return "lane " + id + " (" + sender + " to " + recipient + ")";
    }
}
