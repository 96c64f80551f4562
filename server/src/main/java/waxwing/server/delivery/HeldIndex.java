package waxwing.server.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import waxwing.model.AccountId;
import waxwing.model.MessageKind;

/// For whom something may be held, of which businesses and kinds, and when it is to be looked at. It never
/// lacks anything that is held; it may have what went on meanwhile.
final class HeldIndex {
    private final ConcurrentHashMap<AccountId, Entry> people = new ConcurrentHashMap<>();

    /// Messages of one kind of one business.
    record Kept(AccountId business, MessageKind kind) {}

    /// What is held for one person. Immutable.
    ///
    /// @param dueAt when to look at it, in Unix milliseconds
    /// @param during what came since [#begin], and when that is due; nothing outside of a look
    private record Entry(Set<Kept> kept, long dueAt, Map<Kept, Long> during) {}

    /// What a look at all of a person's held messages found that stays.
    static final class Found {
        private final Set<Kept> kept = new HashSet<>();
        private long dueAt = Long.MAX_VALUE;

        void add(AccountId business, MessageKind kind, long due) {
            kept.add(new Kept(business, kind));
            dueAt = Math.min(dueAt, due);
        }
    }

    boolean isEmpty(AccountId person) {
        return !people.containsKey(person);
    }

    List<MessageKind> kinds(AccountId person, AccountId business) {
        Entry entry = people.get(person);
        return entry == null
                ? List.of()
                : entry.kept().stream()
                        .filter(kept -> kept.business().equals(business))
                        .map(Kept::kind)
                        .toList();
    }

    void add(AccountId person, AccountId business, MessageKind kind, long due) {
        Kept one = new Kept(business, kind);
        people.compute(person, (_, before) -> {
            Set<Kept> kept = new HashSet<>(before == null ? Set.of() : before.kept());
            kept.add(one);
            Map<Kept, Long> during = new HashMap<>(before == null ? Map.of() : before.during());
            during.merge(one, due, Math::min);
            return new Entry(kept, before == null ? due : Math.min(before.dueAt(), due), during);
        });
    }

    /// Whoever is due by now; each is due again at once if nobody looks.
    List<AccountId> due(long nowMillis) {
        return people.entrySet().stream()
                .filter(entry -> entry.getValue().dueAt() <= nowMillis)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// A look at all of a person's begins.
    ///
    /// @param retryAt when it is due again if the look does not end
    void begin(AccountId person, long retryAt) {
        people.computeIfPresent(person, (_, before) -> new Entry(before.kept(), retryAt, Map.of()));
    }

    /// The look is over: this and what came meanwhile is what there is.
    void end(AccountId person, Found found) {
        people.computeIfPresent(person, (_, before) -> {
            Set<Kept> kept = new HashSet<>(found.kept);
            kept.addAll(before.during().keySet());
            long dueAt = before.during().values().stream().reduce(found.dueAt, Math::min);
            return kept.isEmpty() ? null : new Entry(kept, dueAt, Map.of());
        });
    }
}
