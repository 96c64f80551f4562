package waxwing.gateway.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's clock, moved on; it never goes back, over restarts either.
public final class SandboxClock extends Clock {
    private final Clock machine;
    private final SqlSandboxStore store;
    private final AtomicLong aheadMillis;

    private SandboxClock(Clock machine, SqlSandboxStore store, AtomicLong aheadMillis) {
        this.machine = machine;
        this.store = store;
        this.aheadMillis = aheadMillis;
    }

    /// Goes on from where it was in this sandbox.
    public static SandboxClock open(Clock machine, SqlSandboxStore store) {
        SqlSandboxStore.Time before = store.time();
        Duration needed = Duration.between(machine.instant(), before.reached().plusMillis(1));
        Duration ahead = needed.compareTo(before.ahead()) > 0 ? needed : before.ahead();
        return new SandboxClock(machine, store, new AtomicLong(ahead.toMillis()));
    }

    /// Moves on to a time, durably; does nothing if it is over.
    ///
    /// One caller at a time.
    void moveTo(Instant time) {
        Duration missing = Duration.between(instant(), time);
        moveAhead(ahead().plusMillis(missing.plusNanos(999_999).toMillis()));
    }

    /// Moves on, durably, to be so far before the machine's clock; does nothing if it is further.
    ///
    /// One caller at a time.
    void moveAhead(Duration next) {
        if (next.compareTo(ahead()) > 0) {
            store.keep(new SqlSandboxStore.Time(next, machine.instant().plus(next)));
            aheadMillis.set(next.toMillis());
        }
    }

    /// How far it is before the machine's.
    public Duration ahead() {
        return Duration.ofMillis(aheadMillis.get());
    }

    @Override
    public Instant instant() {
        return machine.instant().plusMillis(aheadMillis.get());
    }

    @Override
    public ZoneId getZone() {
        return machine.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SandboxClock(machine.withZone(zone), store, aheadMillis);
    }
}
