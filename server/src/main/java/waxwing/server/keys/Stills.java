package waxwing.server.keys;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import waxwing.model.AccountId;
import waxwing.server.account.StoredAccount;
import waxwing.server.keys.StillStore.Still;
import waxwing.server.keys.StillStore.StillDevice;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// Still pictures: a business that is blocked goes on being shown the devices and the keys that there
/// were at the block. Else it would see the person's devices change their keys, refill them, come and go,
/// and so that they are there and do not answer. A picture's one-time keys are spent as anybody's, and are not
/// refilled: it looks like somebody who is away.
///
/// A picture is taken with the block, in the call of the person who blocks, and goes with it. Of a block that
/// has none (the other became a business later) it is taken when it is looked at.
final class Stills {
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final StillStore store;
    private final PreKeyStore preKeys;
    private final Blocks blocks;
    private final SecureRandom random;
    private final Remembered<Pair, Optional<Still>> remembered;

    private record Pair(AccountId person, AccountId business) {}

    Stills(Database database, PreKeyStore preKeys, Blocks blocks, SecureRandom random) {
        this.database = database;
        this.store = new SqlStillStore(database, preKeys);
        this.preKeys = preKeys;
        this.blocks = blocks;
        this.random = random;
        this.remembered = new Remembered<>(REMEMBERED, pair -> store.find(pair.person(), pair.business()));
    }

    /// What a business is shown of somebody who blocks it; empty if they don't. Not for use in a
    /// transaction.
    Optional<Still> of(StoredAccount person, AccountId business) {
        OptionalLong blockedAt = blocks.blockedAt(person.id(), business);
        if (blockedAt.isEmpty()) {
            return Optional.empty();
        }
        Pair pair = new Pair(person.id(), business);
        return remembered
                .get(pair)
                .filter(still -> still.blockedAtMillis() == blockedAt.getAsLong())
                .or(() -> takenLate(pair, person, blockedAt.getAsLong()));
    }

    /// Empty if the block has just gone.
    private Optional<Still> takenLate(Pair pair, StoredAccount person, long blockedAt) {
        Optional<Still> still = database.inRetriedTransaction(_ -> store.lock(pair.person(), pair.business(), blockedAt)
                ? Optional.of(taken(pair, person, blockedAt))
                : Optional.empty());
        remembered.forget(pair);
        return still;
    }

    /// Takes the picture of a block that is being stored. Joins the transaction that does so.
    void take(StoredAccount person, AccountId business, long blockedAt) {
        Still _ = database.inTransaction(_ -> taken(new Pair(person.id(), business), person, blockedAt));
    }

    /// Makes ready what a look needs, once the block is stored.
    void remember(AccountId person, AccountId business) {
        Pair pair = new Pair(person, business);
        remembered.forget(pair);
        Optional<Still> _ = remembered.get(pair);
    }

    /// Removes the picture of a block that is no more.
    void remove(AccountId person, AccountId business, long blockedAt) {
        store.remove(person, business, blockedAt);
        remembered.forget(new Pair(person, business));
    }

    /// Removes what a crash between a block's end and its picture's left.
    void tidy() {
        store.removeStale();
    }

    private Still taken(Pair pair, StoredAccount person, long blockedAt) {
        Optional<Still> before = store.find(pair.person(), pair.business());
        if (before.filter(known -> known.blockedAtMillis() == blockedAt).isPresent()) {
            return before.get();
        }
        before.ifPresent(old -> store.remove(pair.person(), pair.business(), old.blockedAtMillis()));
        Still made = new Still(
                new UUID(random.nextLong(), random.nextLong()),
                blockedAt,
                person.identityKey(),
                person.devices().stream()
                        .map(device -> new StillDevice(
                                device.device().id(), device.device().registrationId()))
                        .toList());
        store.put(pair.person(), pair.business(), made);
        preKeys.copyAll(person.id().value(), made.id());
        return made;
    }
}
