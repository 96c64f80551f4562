package waxwing.server.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import waxwing.model.AccountId;
import waxwing.server.mailbox.QueueId;

/// The accounts of the store with an exact copy of them in memory.
///
/// Exact because every change raises the account's revision and is announced here after its commit and before
/// it is answered, and because a copy only ever replaces one of a lower revision: a slow reader can't put an
/// old one back. Ids that nobody has are not remembered, so garbage can't fill the memory.
public final class RegisteredAccounts implements Accounts {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final AccountStore store;
    private final InstantSource clock;
    private final ConcurrentMap<AccountId, Copy> copies = new ConcurrentHashMap<>();
    private final ConcurrentMap<AccountId, Long> seenDays = new ConcurrentHashMap<>();
    private final List<Consumer<QueueId>> revocationListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<AccountId>> firstSeenListeners = new CopyOnWriteArrayList<>();

    /// What the store has, and what of it others see.
    private record Copy(StoredAccount stored, Optional<AccountView> view) {}

    public RegisteredAccounts(AccountStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Optional<AccountView> find(AccountId id) {
        Copy copy = copies.get(id);
        return copy != null ? copy.view() : stored(id).flatMap(StoredAccount::view);
    }

    @Override
    public boolean isAtHand(AccountId id) {
        return copies.containsKey(id);
    }

    /// The account with what only the relay itself needs.
    public Optional<StoredAccount> stored(AccountId id) {
        Copy copy = copies.get(id);
        return copy != null ? Optional.of(copy.stored()) : store.find(id).map(this::keepNewest);
    }

    /// The device that holds these credentials now. Notes, once a day, that its account is alive.
    public Optional<Caller> authenticate(DeviceCredentials credentials) {
        Optional<StoredAccount> account = stored(credentials.account());
        Optional<Caller> caller = account.flatMap(found -> found.devices().stream()
                .filter(device -> device.device().id().equals(credentials.device()))
                .filter(device ->
                        device.secretHash().matches(credentials.secret().hash()))
                .findFirst()
                .map(device -> new Caller(
                        found.id(),
                        credentials.device(),
                        found.type(),
                        device.device().queue())));
        if (caller.isPresent()) {
            noteSeen(account.orElseThrow());
        }
        return caller;
    }

    /// Days since 1970-01-01 (UTC), now.
    public long today() {
        return Math.floorDiv(clock.millis(), DAY_MILLIS);
    }

    private void noteSeen(StoredAccount account) {
        long today = today();
        if (Math.max(account.lastSeenDay(), seenDays.getOrDefault(account.id(), 0L)) < today) {
            store.seen(account.id(), today);
            // Not before it is stored: what fails is noted with the next call.
            seenDays.put(account.id(), today);
            firstSeenListeners.forEach(listener -> listener.accept(account.id()));
        }
    }

    /// Calls the listener for each account at its first call of a day.
    public void onFirstSeenOfDay(Consumer<AccountId> listener) {
        firstSeenListeners.add(listener);
    }

    /// Makes a committed change visible to every reader.
    public void announceChange(AccountId id) {
        store.find(id).ifPresent(this::keepNewest);
    }

    /// Has the queues of revoked devices wiped. Call after [#announceChange].
    public void announceRevocation(List<QueueId> queues) {
        for (QueueId queue : queues) {
            revocationListeners.forEach(listener -> listener.accept(queue));
            store.wiped(queue);
        }
    }

    /// Finishes what a crash left: call once, when every listener is there.
    public void finishRevocations() {
        announceRevocation(store.queuesToWipe());
    }

    @Override
    public void onDeviceRevoked(Consumer<QueueId> listener) {
        revocationListeners.add(listener);
    }

    private StoredAccount keepNewest(StoredAccount loaded) {
        return copies.merge(
                        loaded.id(),
                        new Copy(loaded, loaded.view()),
                        (before, after) ->
                                after.stored().revision() > before.stored().revision() ? after : before)
                .stored();
    }
}
