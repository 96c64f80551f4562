package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.relay.v1.DeviceKeys;
import waxwing.relay.v1.KeyCounts;
import waxwing.relay.v1.PutKeysRequest;
import waxwing.server.account.Caller;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.credentials.KeySignatures;
import waxwing.server.keys.PreKeyStore.Owner;
import waxwing.store.Database;

/// The prekeys that devices publish. Nothing is stored whose signature is not the account's.
public final class PreKeys {
    /// One-time keys of a kind that a device may hold.
    public static final int MOST_ONE_TIME_KEYS = 200;

    private final Database database;
    private final PreKeyStore store;
    private final StillStore stills;
    private final KeySignatures signatures;
    private final RegisteredAccounts accounts;

    public PreKeys(Database database, KeySignatures signatures, RegisteredAccounts accounts) {
        this.database = database;
        this.store = new SqlPreKeyStore(database);
        this.stills = new SqlStillStore(database, store);
        this.signatures = signatures;
        this.accounts = accounts;
    }

    /// Whether every key that comes with a registration is well-formed and signed by the identity key.
    public boolean areGood(ByteString identityKey, DeviceKeys keys) {
        return signatures.allGood(
                identityKey,
                new KeySignatures.Published(
                        List.of(keys.getSignedEc()),
                        keys.getOneTimeEcList(),
                        plus(keys.getOneTimeKyberList(), keys.getLastResortKyber())));
    }

    /// Replaces all keys of an account by those of its one device. Joins the transaction that runs on its thread.
    public void begin(AccountId account, DeviceId device, DeviceKeys keys) {
        database.inTransaction(_ -> {
            store.removeAll(account.value());
            Owner owner = new Owner(account.value(), device);
            putAll(owner, keys);
            return owner;
        });
    }

    /// Removes all keys of an account. Joins the transaction that runs on its thread.
    public void end(AccountId account) {
        store.removeAll(account.value());
    }

    /// As [#end], of an account that is no more: also what is shown of it to those whom it blocked.
    public void endForGood(AccountId account) {
        end(account);
        stills.removeAll(account);
    }

    /// Stores what the request has, all or nothing.
    public PublishResult put(Caller caller, PutKeysRequest request) {
        UUID account = caller.account().value();
        ByteString identityKey = accounts.stored(caller.account()).orElseThrow().identityKey();
        if (!signatures.allGood(identityKey, published(request))) {
            return new PublishResult.BadSignature();
        }
        Owner owner = new Owner(account, caller.device());
        try {
            return new PublishResult.Stored(database.inTransaction(_ -> replaceWithin(owner, request)));
        } catch (OverfullException _) {
            return new PublishResult.TooManyKeys();
        }
    }

    private KeyCounts replaceWithin(Owner owner, PutKeysRequest request) {
        if (request.hasSignedEc()) {
            store.putSignedEc(owner, request.getSignedEc());
        }
        if (request.hasLastResortKyber()) {
            store.putLastResortKyber(owner, request.getLastResortKyber());
        }
        store.addOneTimeEc(owner, request.getOneTimeEcList());
        store.addOneTimeKyber(owner, request.getOneTimeKyberList());
        // Counted afterwards: a request that is repeated because its answer was lost adds nothing.
        KeyCounts after = store.count(owner);
        if (after.getOneTimeEc() > MOST_ONE_TIME_KEYS || after.getOneTimeKyber() > MOST_ONE_TIME_KEYS) {
            throw new OverfullException();
        }
        return after;
    }

    /// Rolls the transaction back.
    private static final class OverfullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OverfullException() {
            super("more than " + MOST_ONE_TIME_KEYS + " one-time keys of a kind", null, false, false);
        }
    }

    public KeyCounts count(Caller caller) {
        return store.count(new Owner(caller.account().value(), caller.device()));
    }

    PreKeyStore store() {
        return store;
    }

    private void putAll(Owner owner, DeviceKeys keys) {
        store.putSignedEc(owner, keys.getSignedEc());
        store.putLastResortKyber(owner, keys.getLastResortKyber());
        store.addOneTimeEc(owner, keys.getOneTimeEcList());
        store.addOneTimeKyber(owner, keys.getOneTimeKyberList());
    }

    private static KeySignatures.Published published(PutKeysRequest request) {
        return new KeySignatures.Published(
                request.hasSignedEc() ? List.of(request.getSignedEc()) : List.of(),
                request.getOneTimeEcList(),
                request.hasLastResortKyber()
                        ? plus(request.getOneTimeKyberList(), request.getLastResortKyber())
                        : request.getOneTimeKyberList());
    }

    private static <T> List<T> plus(List<T> keys, T one) {
        return Stream.concat(keys.stream(), Stream.of(one)).toList();
    }
}
