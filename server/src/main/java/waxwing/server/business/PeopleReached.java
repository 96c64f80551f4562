package waxwing.server.business;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import waxwing.model.AccountId;

/// Whom one business wrote to within the last 24 hours, in the order of the last times. Thread-safe.
final class PeopleReached {
    /// Half-open: somebody written to exactly so long ago counts no more.
    static final Duration WINDOW = Duration.ofHours(24);

    /// How much older a stored time may be than the true one.
    private static final long GRAIN_MILLIS = Duration.ofMinutes(10).toMillis();
    /// As a stored time; longer ago than any.
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Map<AccountId, Times> people = new LinkedHashMap<>();
    private long newestMillis;

    /// @param lastMillis when they were written to last, in Unix milliseconds
    /// @param storedMillis what of it is stored, or [#NEVER]
    private record Times(long lastMillis, long storedMillis) {}

    /// What to do about somebody who is written to.
    enum Count {
        /// They count, and that has to be stored; [#stored] is called then.
        TO_BE_STORED,
        /// They count already.
        KNOWN,
        /// They would be one too many.
        TOO_MANY
    }

    /// @param stored in the order of their times
    PeopleReached(List<TierStore.Reached> stored) {
        stored.forEach(reached -> {
            people.put(reached.person(), new Times(reached.lastAtMillis(), reached.lastAtMillis()));
            newestMillis = reached.lastAtMillis();
        });
    }

    /// Counts somebody, unless they are new and `most` others count already.
    synchronized Count count(AccountId person, int most, long nowMillis) {
        forgetOld(nowMillis);
        Times before = people.remove(person);
        if (before == null && people.size() >= most) {
            return Count.TOO_MANY;
        }
        // The order holds if the clock goes back, too.
        newestMillis = Math.max(newestMillis, nowMillis);
        if (before != null && newestMillis - before.storedMillis() < GRAIN_MILLIS) {
            people.put(person, new Times(newestMillis, before.storedMillis()));
            return Count.KNOWN;
        }
        people.put(person, new Times(newestMillis, before == null ? NEVER : before.storedMillis()));
        return Count.TO_BE_STORED;
    }

    /// It is durable that they were written to then. Until that is said, each message has to store it: one that
    /// goes out meanwhile must not rely on what may yet fail.
    synchronized void stored(AccountId person, long atMillis) {
        people.computeIfPresent(
                person, (_, times) -> new Times(times.lastMillis(), Math.max(times.storedMillis(), atMillis)));
    }

    /// Whether [#count] would count them.
    synchronized boolean hasRoomFor(AccountId person, int most, long nowMillis) {
        forgetOld(nowMillis);
        return people.size() < most || people.containsKey(person);
    }

    synchronized int size(long nowMillis) {
        forgetOld(nowMillis);
        return people.size();
    }

    /// When the first of them counts no more, in Unix milliseconds; empty if nobody counts.
    synchronized OptionalLong nextFreeAtMillis(long nowMillis) {
        forgetOld(nowMillis);
        return people.values().stream()
                .mapToLong(times -> times.lastMillis() + WINDOW.toMillis())
                .findFirst();
    }

    private void forgetOld(long nowMillis) {
        Iterator<Times> oldest = people.values().iterator();
        while (oldest.hasNext() && nowMillis - oldest.next().lastMillis() >= WINDOW.toMillis()) {
            oldest.remove();
        }
    }
}
