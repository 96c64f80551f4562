package waxwing.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.gateway.message.Retention;
import waxwing.gateway.telemetry.FaultTrace;

/// Does what is due because time has passed: closes conversation windows, forgets what is old.
///
/// Of messages, which are many, a look forgets only so many; the next look, a second later, goes on.
final class Upkeep implements Runnable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final EventParts parts;
    private final Retention retention;
    private final InstantSource clock;
    private Instant forgotten = Instant.EPOCH;
    private Instant messagesForgotten = Instant.EPOCH;

    Upkeep(EventParts parts, Retention retention, InstantSource clock) {
        this.parts = parts;
        this.retention = retention;
        this.clock = clock;
    }

    /// Runs until it is interrupted. A fault is logged, and what it left undone is tried again a little
    /// later.
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does now what is due.
    void look() {
        try {
            parts.windows().closeOver();
            Instant now = clock.instant();
            if (forgotten.plus(FORGET_EVERY).isBefore(now)) {
                parts.log().forgetOld();
                parts.webhooks().forgetOld();
                forgotten = now;
            }
            if (messagesForgotten.plus(FORGET_EVERY).isBefore(now) && retention.look()) {
                messagesForgotten = now;
            }
        } catch (RuntimeException e) {
            LOG.error("the upkeep failed and will be tried again: {}", FaultTrace.of(e));
        }
    }
}
