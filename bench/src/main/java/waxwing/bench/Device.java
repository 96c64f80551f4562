package waxwing.bench;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import waxwing.relay.v1.ClientFrame;
import waxwing.relay.v1.ExchangeOptions;

/// A registered device that speaks the wire protocol as it is, with random bytes for ciphertext. It acknowledges all
/// that it gets, and what came in one turn of the event loop in one frame.
///
/// Used on the event loop only.
final class Device implements Http2Link.Listener {
    private static final byte[] OPTIONS = ClientFrame.newBuilder()
            .setOptions(ExchangeOptions.newBuilder().setClientVersion("waxwing-bench"))
            .build()
            .toByteArray();
    private static final int ACKNOWLEDGE = (3 << 3) | 2;
    private static final int ACKNOWLEDGEMENT = (1 << 3) | 2;
    private static final int SEQUENCE = 1 << 3;
    private static final int FATE = 2 << 3;
    private static final int STORED = 1;
    private static final int MOST_IN_A_FRAME = 256;

    private final Fleet fleet;
    private final int number;
    private final Registered registered;
    private final long[] gathered = new long[MOST_IN_A_FRAME];
    private int gatheredCount;
    private List<Lane> turns = List.of();
    private int turn;
    private @Nullable Http2Link link;
    private boolean leaving;
    private Coming coming = Coming.NOBODY;

    /// Whoever waits for a device to come or go.
    interface Coming {
        Coming NOBODY = _ -> {};

        void done(Device device);
    }

    Device(Fleet fleet, int number, Registered registered) {
        this.fleet = fleet;
        this.number = number;
        this.registered = registered;
    }

    Registered registered() {
        return registered;
    }

    /// From now on it writes on these, by turns; not all devices begin with the first.
    void route(List<Lane> lanes) {
        turns = List.copyOf(lanes);
        turn = number % turns.size();
    }

    /// Opens connection and stream.
    ///
    /// @param drained told when the relay has nothing left that waited for this device
    void come(Coming drained) {
        coming = drained;
        leaving = false;
        gatheredCount = 0;
        link = fleet.connect(this);
    }

    /// Ends the stream, and then the connection.
    void leave(Coming left) {
        coming = left;
        leaving = true;
        link().leave();
    }

    private Http2Link link() {
        Http2Link open = link;
        if (open == null) {
            throw new IllegalStateException(this + " is not connected");
        }
        return open;
    }

    boolean isConnected() {
        return link != null;
    }

    /// Writes the next message; it leaves with [#flush] or at the end of the link's own turn.
    ///
    /// @param intendedNanos when it is meant to leave
    void submit(long intendedNanos) {
        Lane lane = turns.get(turn);
        turn = turn + 1 == turns.size() ? 0 : turn + 1;
        fleet.write(lane, intendedNanos, link().out());
    }

    void flush() {
        link().flush();
    }

    @Override
    public void opened() {
        link().out().writeByte(0).writeInt(OPTIONS.length).writeBytes(OPTIONS);
    }

    @Override
    public void message(ByteBuf in, int from, int to) {
        fleet.received(this, in, from, to);
    }

    /// The relay has handed over all that waited.
    void queueEmpty() {
        done();
    }

    private void done() {
        Coming waiting = coming;
        coming = Coming.NOBODY;
        waiting.done(this);
    }

    /// One more to acknowledge.
    void gather(long sequence) {
        gathered[gatheredCount++] = sequence;
        if (gatheredCount == MOST_IN_A_FRAME) {
            acknowledge();
        }
    }

    @Override
    public void turnEnded() {
        if (gatheredCount > 0 && !leaving) {
            acknowledge();
        }
    }

    private void acknowledge() {
        int bytes = 0;
        for (int i = 0; i < gatheredCount; i++) {
            bytes += 2 + acknowledgementBytes(gathered[i]);
        }
        ByteBuf out = link().out();
        out.writeByte(0).writeInt(1 + varintBytes(bytes) + bytes).writeByte(ACKNOWLEDGE);
        writeVarint(out, bytes);
        for (int i = 0; i < gatheredCount; i++) {
            out.writeByte(ACKNOWLEDGEMENT)
                    .writeByte(acknowledgementBytes(gathered[i]))
                    .writeByte(SEQUENCE);
            writeVarint(out, gathered[i]);
            out.writeByte(FATE).writeByte(STORED);
        }
        fleet.tally().acknowledged(gatheredCount);
        gatheredCount = 0;
    }

    private static int acknowledgementBytes(long sequence) {
        return 1 + varintBytes(sequence) + 2;
    }

    private static int varintBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static void writeVarint(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    @Override
    public void ended() {
        link().close();
        link = null;
        if (leaving) {
            done();
        } else {
            fleet.fail(new AuditException(this + ": the relay ended the stream, unasked"));
        }
    }

    @Override
    public void broke(String why) {
        link = null;
        fleet.fail(new AuditException(this + ": " + why));
    }

    @Override
    public String toString() {
        return "device " + number;
    }
}
