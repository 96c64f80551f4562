package waxwing.server.report;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountId;
import waxwing.store.Database;

/// How many messages of each business were let through, a day: what its reports are measured against. A
/// blocked recipient counts like any other. Exact in memory, on the disk a minute later; a crash loses
/// that minute's count and nothing else.
public final class Reach implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reach.class);
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final ReportStore store;
    private final InstantSource clock;
    private final Map<AccountId, LongAdder> uncounted = new ConcurrentHashMap<>();

    public Reach(Database database, InstantSource clock) {
        this.store = new SqlReportStore(database);
        this.clock = clock;
    }

    /// One message more. One that is sent again is not.
    public void letThrough(AccountId business) {
        uncounted.computeIfAbsent(business, _ -> new LongAdder()).increment();
    }

    /// Until now.
    long within(AccountId business, Duration window) {
        LongAdder pending = uncounted.get(business);
        long today = today();
        return store.reach(business, today - window.toDays(), today + 1) + (pending == null ? 0 : pending.sum());
    }

    /// Until a day began.
    ///
    /// @param day since 1970-01-01, UTC
    long before(long day, AccountId business, Duration window) {
        return store.reach(business, day - window.toDays(), day);
    }

    /// Writes what was counted since.
    public void flush() {
        uncounted.forEach((business, count) -> {
            long messages = count.sumThenReset();
            if (messages > 0) {
                try {
                    store.addReach(business, today(), messages);
                } catch (RuntimeException e) {
                    count.add(messages);
                    throw e;
                }
            }
        });
    }

    /// Forgets what no rule looks at any more.
    void forgetOld() {
        store.forgetReachBefore(today() - 2 * QualityPolicy.WINDOW.toDays());
    }

    private long today() {
        return Math.floorDiv(clock.millis(), DAY_MILLIS);
    }

    @Override
    public void close() {
        try {
            flush();
        } catch (RuntimeException e) {
            log.warn("the last minute's messages of businesses could not be counted", e);
        }
    }
}
