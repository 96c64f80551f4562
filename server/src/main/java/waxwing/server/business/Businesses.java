package waxwing.server.business;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import waxwing.model.AccountId;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// The registered businesses and what the operator decided about each. A decision holds from the next submit on.
public final class Businesses {
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final BusinessStore store;
    private final InstantSource clock;
    private final Remembered<AccountId, Optional<Business>> remembered;
    private final Set<AccountId> verified = ConcurrentHashMap.newKeySet();

    public Businesses(Database database, InstantSource clock) {
        this.database = database;
        this.store = new SqlBusinessStore(database);
        this.clock = clock;
        this.remembered = new Remembered<>(REMEMBERED, store::find);
        store.list().stream()
                .filter(Business::isVerified)
                .map(Business::account)
                .forEach(verified::add);
    }

    /// From memory, but for the first time. Not for use in a transaction that changes businesses.
    public Optional<Business> find(AccountId account) {
        return remembered.get(account);
    }

    /// Whether [#find] need not wait for the disk.
    public boolean isAtHand(AccountId account) {
        return remembered.has(account);
    }

    /// Whether the operator has verified it: from memory, always.
    public boolean isVerified(AccountId account) {
        return verified.contains(account);
    }

    /// Oldest first.
    public List<Business> list() {
        return store.list();
    }

    /// A business registered, or registered again. It waits for approval unless it keeps the name that was
    /// approved. Joins the caller's transaction; the caller calls [#forget] when that has committed.
    public void registered(AccountId account, String name) {
        database.inTransaction(_ -> {
            Optional<Business> before = store.find(account);
            if (before.isEmpty() || !before.get().name().equals(name)) {
                Standing standing = before.filter(known -> known.standing() == Standing.SUSPENDED)
                        .map(Business::standing)
                        .orElse(Standing.PENDING);
                store.put(new Business(
                        account, name, standing, clock.millis(), before.flatMap(Business::suspensionReason)));
            }
            return Optional.empty();
        });
    }

    /// The name that the operator has verified, empty if there is none: as the transaction that runs on this thread
    /// sees it, and so not from memory, nor kept there.
    public String verifiedNameOf(AccountId account) {
        return store.find(account).map(Business::verifiedName).orElse("");
    }

    /// Reads the business anew, which has changed: one at a time, so that the newest is what is known in the end. Not
    /// for use in a transaction.
    public synchronized void forget(AccountId account) {
        remembered.forget(account);
        if (store.find(account).filter(Business::isVerified).isPresent()) {
            verified.add(account);
        } else {
            verified.remove(account);
        }
    }

    /// Joins the transaction that runs on its thread; then the caller calls [#forget] when that has committed.
    ///
    /// @return the business as it is now; empty if there is none
    public Optional<Business> approve(AccountId account) {
        return change(
                account,
                before -> new Business(
                        account, before.name(), Standing.VERIFIED, before.registeredAtMillis(), Optional.empty()));
    }

    /// As [#approve].
    ///
    /// @return the business as it is now; empty if there is none
    public Optional<Business> suspend(AccountId account, String reason) {
        return change(
                account,
                before -> new Business(
                        account, before.name(), Standing.SUSPENDED, before.registeredAtMillis(), Optional.of(reason)));
    }

    private Optional<Business> change(AccountId account, UnaryOperator<Business> change) {
        Optional<Business> after = database.inTransaction(_ -> {
            Optional<Business> changed = store.find(account).map(change);
            changed.ifPresent(store::put);
            return changed;
        });
        remembered.forget(account);
        return after;
    }
}
