package waxwing.server.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Hands out sequences, each once, ever: a block of them is reserved durably before the first of it is used,
/// and a restart goes on behind the block.
final class Sequences {
    private static final long BLOCK = 1 << 20;

    private final AtomicLong last;
    private volatile long reserved;

    private Sequences(long last) {
        this.last = new AtomicLong(last);
        this.reserved = last + BLOCK;
    }

    static Sequences startingAfterThoseOf(MailboxStore store) {
        Sequences sequences = new Sequences(store.reserved());
        store.apply(List.of(new Change.Reserve(sequences.reserved)));
        return sequences;
    }

    long next() {
        long sequence = last.incrementAndGet();
        if (sequence > reserved) {
            throw new IllegalStateException("sequences ran out: half a block was used while none could be reserved");
        }
        return sequence;
    }

    /// The highest that was handed out.
    long last() {
        return last.get();
    }

    /// What has to be written with the next batch so that sequences do not run out.
    Optional<Change.Reserve> due() {
        return reserved - last.get() < BLOCK / 2 ? Optional.of(new Change.Reserve(reserved + BLOCK)) : Optional.empty();
    }

    void reserved(Change.Reserve durable) {
        reserved = durable.sequence();
    }
}
