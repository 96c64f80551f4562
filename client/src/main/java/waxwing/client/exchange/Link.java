package waxwing.client.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waxwing.client.messages.Changes;
import waxwing.client.relay.RelayFailureException;

/// How the connection to the relay is, as far as this end has found out. Rings the bell when that changes.
final class Link {
    private final Changes changes;
    private final Changes standing = new Changes();
    private volatile boolean open;
    private volatile boolean caughtUp;
    private volatile int failuresInARow;
    private volatile @Nullable RelayFailureException failure;

    Link(Changes changes) {
        this.changes = changes;
    }

    /// The relay has spoken on the stream.
    boolean isOpen() {
        return open;
    }

    /// Why the last attempt failed, if it did.
    Optional<RelayFailureException> failure() {
        return Optional.ofNullable(failure);
    }

    /// How many attempts have failed since the last that didn't.
    int failuresInARow() {
        return failuresInARow;
    }

    /// All that waited at the relay when the stream opened is here.
    boolean isCaughtUp() {
        return caughtUp;
    }

    void caughtUp() {
        caughtUp = true;
        changes.ring();
        standing.ring();
    }

    /// The relay said that it sees this business otherwise.
    void standingChanged() {
        standing.ring();
    }

    /// Rings when the relay may see this business otherwise than before: it said so, or this end was away.
    Changes standing() {
        return standing;
    }

    void opened() {
        failure = null;
        failuresInARow = 0;
        open = true;
        changes.ring();
    }

    void closed() {
        open = false;
        caughtUp = false;
        changes.ring();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the stream's thread writes.
    void failed(RelayFailureException why) {
        open = false;
        caughtUp = false;
        failure = why;
        failuresInARow++;
        changes.ring();
    }
}
