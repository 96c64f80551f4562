package waxwing.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import waxwing.gateway.event.EventLog;
import waxwing.model.MessageId;
import waxwing.store.Database;

/// Forgets messages, here and at the transport, some time after nothing more can become of them: after their end, and
/// those that are `delivered` after they have expired. A reservation that its recipient can still change or cancel is
/// kept until that long after its time.
///
/// The transport forgets first. After a crash between the two, messages are still here whose end is known, so that
/// nothing hands them over again; the next look goes on with them.
public final class Retention {
    /// As long as the events that tell of them.
    public static final Duration KEPT = EventLog.KEPT;

    private static final int AT_ONCE = 100;
    private static final int MOST_IN_A_LOOK = 2_000;

    private final SqlRetention stored;
    private final MessageStore store;
    private final Forgetting transport;
    private final BooleanSupplier caughtUp;
    private final InstantSource clock;
    /// Up to where batches were looked at in this run.
    private volatile long batchesSeen;

    /// @param caughtUp whether all that had happened before this run is taken in, so that of what is old here more is
    ///     known nowhere
    public Retention(
            Database database,
            MessageStore store,
            Forgetting transport,
            BooleanSupplier caughtUp,
            InstantSource clock) {
        this.stored = new SqlRetention(database);
        this.store = store;
        this.transport = transport;
        this.caughtUp = caughtUp;
        this.clock = clock;
    }

    /// Forgets what is old, but not too much at once.
    ///
    /// @return whether that was all
    public boolean look() {
        Instant time = Instant.ofEpochMilli(clock.millis()).minus(KEPT);
        store.forgetKeysBefore(time);
        if (!caughtUp.getAsBoolean() || !messages(time)) {
            return false;
        }
        refusedBatches(time);
        transport.forgetOld(store.followed(), time);
        return true;
    }

    private boolean messages(Instant time) {
        for (int forgotten = 0; forgotten < MOST_IN_A_LOOK; forgotten += AT_ONCE) {
            List<MessageId> old = stored.old(time, AT_ONCE);
            if (old.isEmpty()) {
                return true;
            }
            Map<MessageId, Instant> stays = transport.forget(old, time);
            stored.youngUntil(stays);
            stored.forget(old.stream().filter(id -> !stays.containsKey(id)).toList(), time);
        }
        return false;
    }

    private void refusedBatches(Instant time) {
        long before;
        do {
            before = batchesSeen;
            batchesSeen = stored.forgetRefusedBatches(before, time, AT_ONCE);
        } while (batchesSeen > before);
    }
}
