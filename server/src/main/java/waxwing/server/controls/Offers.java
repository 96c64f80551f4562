package waxwing.server.controls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;
import waxwing.store.Database;

/// How many offers of a business were accepted for a person in the last seven days: exact, and durable
/// before the offer itself is. An offer that is submitted again under its id is the same offer.
public final class Offers {
    /// Over which a person's cap counts; half-open.
    static final Duration WEEK = Duration.ofDays(7);

    private final SqlOfferStore store;
    private final InstantSource clock;

    Offers(Database database, InstantSource clock) {
        this.store = new SqlOfferStore(database);
        this.clock = clock;
    }

    /// What was accepted, as of one moment.
    ///
    /// @param revision 0 if nothing was yet
    public record Tally(AccountId person, AccountId business, long revision, List<Accepted> accepted) {
        /// But for this one itself.
        public int countBut(SubmitId submit) {
            return (int) accepted.stream()
                    .filter(one -> !one.submit().equals(submit))
                    .count();
        }
    }

    /// One that was accepted.
    record Accepted(SubmitId submit, long atMillis) {}

    Tally of(AccountId person, AccountId business) {
        return store.find(person, business, weekAgo());
    }

    /// Counts an offer on top of what was there when it was decided about. Durable when it returns.
    ///
    /// @return false if another was counted since, so that it has to be decided about anew
    boolean count(Tally before, SubmitId submit) {
        if (before.countBut(submit) < before.accepted().size()) {
            return true;
        }
        long now = clock.millis();
        List<Accepted> after = new ArrayList<>(before.accepted());
        after.add(new Accepted(submit, now));
        return store.replace(new Tally(before.person(), before.business(), before.revision() + 1, after), now);
    }

    /// Forgets what counts no more.
    void forgetOld() {
        store.forget(weekAgo());
    }

    private long weekAgo() {
        return clock.millis() - WEEK.toMillis();
    }
}
