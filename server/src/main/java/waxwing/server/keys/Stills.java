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
/// were when it first looked after the block. Else it would see the person's devices change their keys,
/// refill them, come and go, and so that they are there and do not answer. A picture's one-time keys are
/// spent as anybody's, and are not refilled: it looks like somebody who is away.
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
        this.store = new SqlStillStore(database);
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
                .or(() -> Optional.of(taken(pair, person, blockedAt.getAsLong())));
    }

    /// One at a time: it happens once for each block.
    private synchronized Still taken(Pair pair, StoredAccount person, long blockedAt) {
        Still still = database.inTransaction(_ -> {
            Optional<Still> before = store.find(pair.person(), pair.business());
            if (before.filter(known -> known.blockedAtMillis() == blockedAt).isPresent()) {
                return before.get();
            }
            before.ifPresent(old -> preKeys.removeAll(old.id()));
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
        });
        remembered.forget(pair);
        return still;
    }
}
