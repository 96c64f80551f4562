package waxwing.server.controls;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import waxwing.model.AccountId;

/// How many messages of a business wait for a person, as far as the business itself knows: those that were accepted
/// since it last heard of that person, and whose time is not over.
///
/// What makes room is what the business sees, and nothing else: a submit of the person's to it, a receipt first of all,
/// and time. What becomes of a message at the relay (stored, held, withheld by a block, for nobody) is never asked, so
/// the limit tells nothing of it. A gateway that keeps back what it has no `delivered` of never meets the limit: the
/// receipt that makes room there has passed here before, and what expires there has expired here up to two minutes
/// earlier.
///
/// Memory only, about 130 bytes for a person who is not heard of; a start of the relay begins anew, for everybody.
/// Beyond half a million pairs those are forgotten for whom the fewest wait.
public final class WaitingMessages {
    /// So many may wait, and no more.
    public static final int MOST = 100;

    private static final int MOST_PAIRS = 500_000;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int[] NONE = {};

    private final int mostPairs;
    /// By pair: of each message that waits the minute since 1970 from which on it waits no more. Never changed in
    /// place.
    private final ConcurrentMap<Pair, int[]> pairs = new ConcurrentHashMap<>();

    private record Pair(AccountId business, AccountId person) {}

    public WaitingMessages() {
        this(MOST_PAIRS);
    }

    WaitingMessages(int mostPairs) {
        this.mostPairs = mostPairs;
    }

    public int count(AccountId business, AccountId person, long nowMillis) {
        return stillWaiting(pairs.get(new Pair(business, person)), nowMillis).length;
    }

    /// One more message waits.
    ///
    /// @return false if as many do as may
    public boolean add(AccountId business, AccountId person, long expiresAtMillis, long nowMillis) {
        Pair pair = new Pair(business, person);
        while (true) {
            int @Nullable [] before = pairs.get(pair);
            if (before == null && pairs.size() >= mostPairs) {
                return true;
            }
            int[] waiting = stillWaiting(before, nowMillis);
            if (waiting.length >= MOST) {
                return false;
            }
            int[] after = Arrays.copyOf(waiting, waiting.length + 1);
            after[waiting.length] = until(expiresAtMillis);
            if (replace(pair, before, after)) {
                return true;
            }
            Thread.onSpinWait();
        }
    }

    /// A message that [#add] added was not accepted, or had been before.
    public void remove(AccountId business, AccountId person, long expiresAtMillis) {
        Pair pair = new Pair(business, person);
        pairs.computeIfPresent(pair, (_, before) -> without(before, until(expiresAtMillis)));
    }

    /// The business hears of the person: as far as it knows nothing waits for them.
    public void heard(AccountId business, AccountId person) {
        pairs.remove(new Pair(business, person));
    }

    /// Forgets what is over, and keeps memory within its bound. To be called about once a minute.
    public void tidy(long nowMillis) {
        pairs.forEach((pair, before) -> {
            int[] after = stillWaiting(before, nowMillis);
            if (after.length == 0) {
                pairs.remove(pair, before);
            } else if (after.length < before.length) {
                boolean _ = pairs.replace(pair, before, after);
            }
        });
        for (int fewest = 1; pairs.size() >= mostPairs; fewest++) {
            int few = fewest;
            pairs.values().removeIf(waiting -> waiting.length <= few);
        }
    }

    private boolean replace(Pair pair, int @Nullable [] before, int[] after) {
        return before == null ? pairs.putIfAbsent(pair, after) == null : pairs.replace(pair, before, after);
    }

    /// Up to two minutes before the end: on the business's own clock it may come that much earlier, if a submit was
    /// long on its way.
    private static int until(long expiresAtMillis) {
        return Math.toIntExact(expiresAtMillis / MINUTE - 1);
    }

    private static int[] stillWaiting(int @Nullable [] before, long nowMillis) {
        if (before == null) {
            return NONE;
        }
        long now = nowMillis / MINUTE;
        int[] after = new int[before.length];
        int left = 0;
        for (int until : before) {
            if (until > now) {
                after[left++] = until;
            }
        }
        return left == before.length ? before : Arrays.copyOf(after, left);
    }

    private static int @Nullable [] without(int[] before, int until) {
        for (int i = 0; i < before.length; i++) {
            if (before[i] == until) {
                int[] after = Arrays.copyOf(before, before.length - 1);
                System.arraycopy(before, i + 1, after, i, after.length - i);
                return after.length == 0 ? null : after;
            }
        }
        return before;
    }
}
