package waxwing.server.business;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import waxwing.model.AccountId;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// How many different people each business may write to within any 24 hours, and how many it did.
///
/// Whoever is written to counts, whether they exist, block the business or are there. They count before their message
/// is accepted, durably; somebody who counts already costs no SQL but once in ten minutes, so that after a crash they
/// may count no more up to ten minutes early. Of a business without a limit nobody is counted. Memory is bounded:
/// what is known of businesses that were not heard of lately is read again.
public final class Tiers {
    private static final int REMEMBERED = 100_000;
    /// About 150 bytes each.
    private static final int MOST_PEOPLE = 500_000;

    private final Database database;
    private final TierStore store;
    private final InstantSource clock;
    private final int mostPeople;
    private final Remembered<AccountId, Optional<TierStore.Given>> given;
    private final ConcurrentHashMap<AccountId, PeopleReached> reached = new ConcurrentHashMap<>();

    public Tiers(Database database, InstantSource clock) {
        this(database, clock, MOST_PEOPLE);
    }

    Tiers(Database database, InstantSource clock, int mostPeople) {
        this.database = database;
        this.store = new SqlTierStore(database);
        this.clock = clock;
        this.mostPeople = mostPeople;
        this.given = new Remembered<>(REMEMBERED, store::tierOf);
    }

    /// Where a business stands.
    ///
    /// @param setByOperator nothing but another word of the operator's changes it
    /// @param givenAtMillis when it got its tier, in Unix milliseconds; empty if nobody gave it any
    /// @param used people who count now
    /// @param nextFreeAtMillis when the first of them counts no more, in Unix milliseconds; empty if nobody counts
    public record Usage(
            Tier tier, boolean setByOperator, OptionalLong givenAtMillis, int used, OptionalLong nextFreeAtMillis) {}

    public Usage usageOf(AccountId business) {
        Optional<TierStore.Given> known = given.get(business);
        boolean byOperator = known.filter(Tiers::isOperators).isPresent();
        OptionalLong givenAt =
                known.stream().mapToLong(TierStore.Given::atMillis).findFirst();
        Tier tier = known.map(TierStore.Given::tier).orElse(Tier.FIRST);
        if (tier.people().isEmpty()) {
            return new Usage(tier, byOperator, givenAt, 0, OptionalLong.empty());
        }
        long now = clock.millis();
        PeopleReached people = reachedBy(business);
        return new Usage(tier, byOperator, givenAt, people.size(now), people.nextFreeAtMillis(now));
    }

    /// From now on the business has this tier, whatever else may come.
    public void setByOperator(AccountId business, Tier tier) {
        store.put(business, new TierStore.Given(tier, TierStore.Giver.OPERATOR, clock.millis()));
        given.forget(business);
    }

    /// From now on the business has this tier, unless the operator has given it one.
    ///
    /// @return whether it has
    public boolean setByRules(AccountId business, Tier tier) {
        boolean changed = database.inTransaction(_ -> {
            if (store.tierOf(business).filter(Tiers::isOperators).isPresent()) {
                return false;
            }
            store.put(business, new TierStore.Given(tier, TierStore.Giver.RULES, clock.millis()));
            return true;
        });
        given.forget(business);
        return changed;
    }

    /// From now on the published rules change the tier that the operator has given, which stays until they do; if it is
    /// higher than they give any, it becomes the highest that they do.
    ///
    /// @return whether the operator had given it
    public boolean leaveToRules(AccountId business) {
        boolean changed = database.inTransaction(_ -> {
            Optional<TierStore.Given> before = store.tierOf(business).filter(Tiers::isOperators);
            before.map(TierStore.Given::tier)
                    .map(tier -> tier.compareTo(Tier.HIGHEST_BY_RULES) > 0 ? Tier.HIGHEST_BY_RULES : tier)
                    .ifPresent(tier ->
                            store.put(business, new TierStore.Given(tier, TierStore.Giver.RULES, clock.millis())));
            return before.isPresent();
        });
        given.forget(business);
        return changed;
    }

    private static boolean isOperators(TierStore.Given known) {
        return known.by() == TierStore.Giver.OPERATOR;
    }

    private Tier tierOf(AccountId business) {
        return given.get(business).map(TierStore.Given::tier).orElse(Tier.FIRST);
    }

    /// Whether the business may write to 100,000 people a day, or more: the operator says so, or it has kept to
    /// the rules for weeks.
    public boolean isLarge(AccountId business) {
        return tierOf(business).compareTo(Tier.HIGHEST_BY_RULES) >= 0;
    }

    /// Whether the business may write to that person now.
    public boolean hasRoomFor(AccountId business, AccountId person, long nowMillis) {
        OptionalInt most = tierOf(business).people();
        return most.isEmpty() || reachedBy(business).hasRoomFor(person, most.getAsInt(), nowMillis);
    }

    /// The business writes to that person.
    ///
    /// @return false if that would be one too many: they don't count, and are not to be written to
    public boolean count(AccountId business, AccountId person, long nowMillis) {
        OptionalInt most = tierOf(business).people();
        if (most.isEmpty()) {
            return true;
        }
        PeopleReached people = reachedBy(business);
        return switch (people.count(person, most.getAsInt(), nowMillis)) {
            case TOO_MANY -> false;
            case KNOWN -> true;
            case TO_BE_STORED -> {
                store.put(business, new TierStore.Reached(person, nowMillis));
                people.stored(person, nowMillis);
                yield true;
            }
        };
    }

    private PeopleReached reachedBy(AccountId business) {
        PeopleReached known = reached.get(business);
        if (known != null) {
            return known;
        }
        long since = clock.millis() - PeopleReached.WINDOW.toMillis();
        PeopleReached read = new PeopleReached(store.reachedAfter(business, since));
        PeopleReached other = reached.putIfAbsent(business, read);
        return other == null ? read : other;
    }

    /// Removes what counts no more, and keeps memory within its bound. To be called about every ten minutes.
    public void tidy() {
        long now = clock.millis();
        store.forgetReachedUntil(now - PeopleReached.WINDOW.toMillis());
        long people = reached.values().stream().mapToLong(one -> one.size(now)).sum();
        Iterator<PeopleReached> any = reached.values().iterator();
        while (people > mostPeople && any.hasNext()) {
            people -= any.next().size(now);
            any.remove();
        }
    }
}
