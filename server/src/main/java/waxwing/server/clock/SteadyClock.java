package waxwing.server.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Relay time: it never goes back, and runs by a monotonic counter at between half and double speed towards what the
/// system's clock says.
///
/// So a system clock that jumps by 30 days and is mended an hour later expires nothing early: relay time was an hour
/// wrong at the most. A machine that was suspended, or whose clock was wrong and is right now, is caught up with in as
/// long as the difference lasted. A clock that stays behind makes nothing live for more than twice as long.
///
/// Relay time runs in *segments* of a second. What of the difference can be made up within one is laid evenly over it
/// when it begins, so that reading the time costs one look at the counter. Whoever looks after its end begins the next,
/// and makes up for what nobody looked at. The counter is read before the segment, so that a slow reader of an old one
/// is never ahead of the new one.
public final class SteadyClock implements InstantSource {
    private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);
    private static final long NANOS = 1_000_000_000L;
    private static final long LENGTH = NANOS;
    /// As nanoseconds a `long`, in the year 2255.
    private static final long LAST_SECOND = 9_000_000_000L;

    private static final long NOTEWORTHY = Duration.ofMinutes(1).toNanos();

    /// @param begin by the counter
    /// @param time at the begin, in nanoseconds since 1970-01-01
    /// @param correction by how much more than the counter it advances
    private record Segment(long begin, long time, long correction) {
        long at(long count) {
            long elapsed = Math.max(0, count - begin);
            return time + elapsed + correction * Math.min(elapsed, LENGTH) / LENGTH;
        }
    }

    private final InstantSource system;
    private final LongSupplier counter;
    private volatile Segment segment;
    private boolean apart;

    /// @param start what time it is now
    /// @param system the clock to follow
    /// @param counter monotonic nanoseconds, as [System#nanoTime]
    public SteadyClock(Instant start, InstantSource system, LongSupplier counter) {
        this.system = system;
        this.counter = counter;
        this.segment = new Segment(counter.getAsLong(), nanos(start), 0);
    }

    @Override
    public Instant instant() {
        long now = now();
        return Instant.ofEpochSecond(Math.floorDiv(now, NANOS), Math.floorMod(now, NANOS));
    }

    @Override
    public long millis() {
        return Math.floorDiv(now(), 1_000_000L);
    }

    private long now() {
        long count = counter.getAsLong();
        Segment current = segment;
        if (count - current.begin() < LENGTH) {
            return current.at(count);
        }
        return next(count).at(count);
    }

    private synchronized Segment next(long count) {
        Segment current = segment;
        if (count - current.begin() >= LENGTH) {
            current = after(current, count);
            segment = current;
        }
        return current;
    }

    private Segment after(Segment ended, long count) {
        long unseen = count - ended.begin() - LENGTH;
        long reached = ended.at(count);
        long difference = nanos(system.instant()) - reached;
        long madeUp = Math.clamp(difference, -unseen / 2, unseen);
        long left = difference - madeUp;
        tell(left);
        return new Segment(count, reached + madeUp, Math.clamp(left, -LENGTH / 2, LENGTH));
    }

    private void tell(long difference) {
        if (Math.abs(difference) > NOTEWORTHY) {
            if (!apart) {
                apart = true;
                log.warn(
                        "the system's clock is {} away from the relay's time, which follows it at no more than double"
                                + " and no less than half speed",
                        Duration.ofNanos(difference));
            }
        } else if (apart) {
            apart = false;
            log.info("the system's clock and the relay's time agree again");
        }
    }

    private static long nanos(Instant at) {
        return Math.clamp(at.getEpochSecond(), 0, LAST_SECOND) * NANOS + at.getNano();
    }
}
