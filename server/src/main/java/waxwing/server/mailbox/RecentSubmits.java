package waxwing.server.mailbox;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.UUID;

/// The submits that were accepted last, for those that never reached the store because their recipients
/// acknowledged first. A younger one takes the place of the oldest.
///
/// They come and go by the hundred thousand a second, so they lie in arrays, which double until they are full size: as
/// objects they would outlive a young collection each, and most of its pause would be spent on copying them.
final class RecentSubmits {
    private static final int MOST = 1 << 18;
    private static final int FEWEST = 1 << 8;
    private static final int NONE = -1;
    /// Longs of a record: submit id, sender, destination, and when it was accepted.
    private static final int RECORD = 6;

    private final int most;
    private long[] records = new long[0];
    /// By hash: the first record of a chain, and by record: the next of its chain.
    private int[] first = new int[0];
    private int[] next = new int[0];
    private int count;
    /// Where the next one goes.
    private int at;

    RecentSubmits() {
        this(MOST);
    }

    /// @param most a power of two
    RecentSubmits(int most) {
        this.most = most;
        resize(Math.min(FEWEST, most));
    }

    private void resize(int size) {
        records = Arrays.copyOf(records, RECORD * size);
        next = new int[size];
        first = new int[2 * size];
        Arrays.fill(first, NONE);
        for (int record = 0; record < count; record++) {
            chain(record);
        }
        at = count;
    }

    private void chain(int record) {
        int chain = chainOf(record);
        next[record] = first[chain];
        first[chain] = record;
    }

    synchronized void add(SubmitKey submit, long atMillis) {
        if (find(submit) != NONE) {
            return;
        }
        if (count == next.length && count < most) {
            resize(2 * count);
        }
        if (count == most) {
            forget(at);
        } else {
            count++;
        }
        int base = RECORD * at;
        records[base] = submit.submit().value().getMostSignificantBits();
        records[base + 1] = submit.submit().value().getLeastSignificantBits();
        records[base + 2] = submit.sender().value();
        records[base + 3] = submit.destination().value().getMostSignificantBits();
        records[base + 4] = submit.destination().value().getLeastSignificantBits();
        records[base + 5] = atMillis;
        chain(at);
        at = (at + 1) & (most - 1);
    }

    synchronized OptionalLong acceptedAt(SubmitKey submit) {
        int found = find(submit);
        return found == NONE ? OptionalLong.empty() : OptionalLong.of(records[RECORD * found + 5]);
    }

    private int find(SubmitKey submit) {
        UUID id = submit.submit().value();
        UUID destination = submit.destination().value();
        int found = first[chain(id.getMostSignificantBits(), id.getLeastSignificantBits())];
        while (found != NONE) {
            int base = RECORD * found;
            if (records[base] == id.getMostSignificantBits()
                    && records[base + 1] == id.getLeastSignificantBits()
                    && records[base + 2] == submit.sender().value()
                    && records[base + 3] == destination.getMostSignificantBits()
                    && records[base + 4] == destination.getLeastSignificantBits()) {
                return found;
            }
            found = next[found];
        }
        return NONE;
    }

    private void forget(int oldest) {
        int chain = chainOf(oldest);
        if (first[chain] == oldest) {
            first[chain] = next[oldest];
            return;
        }
        int before = first[chain];
        while (next[before] != oldest) {
            before = next[before];
        }
        next[before] = next[oldest];
    }

    private int chainOf(int record) {
        return chain(records[RECORD * record], records[RECORD * record + 1]);
    }

    /// Most of a submit id is random; the multiplier is that of Fibonacci hashing.
    private int chain(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32) ^ low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & (first.length - 1);
    }
}
