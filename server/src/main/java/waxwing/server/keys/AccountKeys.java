package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.relay.v1.AccountBundles;
import waxwing.relay.v1.DeviceBundle;
import waxwing.relay.v1.KyberPreKey;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.AccountStore;
import waxwing.server.account.Caller;
import waxwing.server.account.NumberHolder;
import waxwing.server.account.RegisteredAccounts;
import waxwing.server.account.StoredAccount;
import waxwing.server.account.StoredDevice;
import waxwing.server.keys.PreKeyStore.Owner;
import waxwing.server.keys.StillStore.Still;
import waxwing.server.keys.StillStore.StillDevice;
import waxwing.server.limits.Limiter;
import waxwing.server.limits.Rate;
import waxwing.server.mailbox.QueueId;
import waxwing.server.secrets.Numbers;
import waxwing.server.secrets.RelaySecrets;
import waxwing.store.Database;

/// The bundles of accounts and decoys, within the limits that keep one-time keys from being used up.
public final class AccountKeys implements Bundles, AutoCloseable {
    private static final Rate OF_ONE_TARGET = Rate.of(6, Duration.ofMinutes(10));
    private static final Rate OF_ONE_CALLER = Rate.of(20_000, Duration.ofDays(1));
    /// A gateway takes bundles of everybody whom it writes to and did not within the hour.
    private static final Rate OF_ONE_LARGE_BUSINESS =
            new Rate(20_000, Duration.ofDays(1).dividedBy(400_000));
    /// One-time keys that all callers together may spend of one target; beyond, last-resort keys serve.
    private static final Rate SPENT_OF_TARGET = Rate.of(60, Duration.ofMinutes(10));

    /// How often a picture is asked for that goes in the middle of the call.
    private static final int LOOKS = 3;

    private final Database database;
    private final PreKeyStore store;
    private final RegisteredAccounts accounts;
    private final AccountStore accountStore;
    private final Numbers numbers;
    private final Predicate<AccountId> isLarge;
    private final Decoys decoys;
    private final Stills stills;
    private final Limits limits;

    private record Pair(AccountId caller, AccountId target) {}

    private record Limits(
            Limiter<Pair> pair,
            Limiter<AccountId> caller,
            Limiter<AccountId> largeBusiness,
            Limiter<AccountId> spent) {}

    /// What stands behind the bundles.
    ///
    /// @param isLarge whether a business may write to so many people that it needs a larger budget
    public record Sources(
            RegisteredAccounts accounts,
            AccountStore accountStore,
            Numbers numbers,
            RelaySecrets secrets,
            Blocks blocks,
            Predicate<AccountId> isLarge) {}

    public AccountKeys(Database database, PreKeys preKeys, Sources sources, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.store = preKeys.store();
        this.accounts = sources.accounts();
        this.accountStore = sources.accountStore();
        this.numbers = sources.numbers();
        this.isLarge = sources.isLarge();
        this.decoys = new Decoys(database, store, sources.secrets(), clock, random);
        this.stills = new Stills(database, store, sources.blocks(), random);
        this.limits = new Limits(
                new Limiter<>(OF_ONE_TARGET, Limiter.WhenFull.REFUSE, clock),
                new Limiter<>(OF_ONE_CALLER, Limiter.WhenFull.REFUSE, clock),
                new Limiter<>(OF_ONE_LARGE_BUSINESS, Limiter.WhenFull.REFUSE, clock),
                new Limiter<>(SPENT_OF_TARGET, Limiter.WhenFull.REFUSE, clock));
    }

    /// Makes decoys ahead, in the background.
    public void prepare() {
        decoys.refill();
    }

    @Override
    public BundlesResult takeForPerson(Caller caller, AccountId target, Set<DeviceId> devices) {
        Optional<Duration> wait = admit(caller, target);
        if (wait.isPresent()) {
            return new BundlesResult.RateLimited(wait.get());
        }
        Optional<StoredAccount> account =
                accounts.stored(target).filter(found -> !found.devices().isEmpty());
        return account.<BundlesResult>map(found -> new BundlesResult.Taken(take(found, devices)))
                .orElseGet(BundlesResult.NoSuchAccount::new);
    }

    @Override
    public BundlesResult takeForBusiness(Caller caller, PhoneNumber target, Set<DeviceId> devices) {
        AccountId shown = decoys.accountIdOf(target);
        Optional<NumberHolder> holder = accountStore.holderOf(numbers.index(target));
        return takeForBusiness(caller, holder.map(NumberHolder::account).orElse(shown), devices);
    }

    @Override
    public BundlesResult takeForBusiness(Caller caller, AccountId target, Set<DeviceId> devices) {
        Optional<Duration> wait = admit(caller, target);
        if (wait.isPresent()) {
            return new BundlesResult.RateLimited(wait.get());
        }
        Optional<StoredAccount> account = decoys.isKnown(target)
                ? Optional.empty()
                : accounts.stored(target).filter(found -> !found.devices().isEmpty());
        return new BundlesResult.Taken(account.map(found -> takeForBusiness(found, caller.account(), devices))
                .orElseGet(() -> takeOfDecoy(target, devices)));
    }

    private AccountBundles takeForBusiness(StoredAccount account, AccountId business, Set<DeviceId> devices) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<Still> still = stills.of(account, business);
            if (still.isEmpty()) {
                return take(account, devices);
            }
            Optional<AccountBundles> taken = takeOfStill(account.id(), still.get(), devices);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new IllegalStateException("a still picture has no keys");
    }

    /// Takes the picture that a business is shown from now on. Joins the transaction that stores the block.
    public void blocking(AccountId person, AccountId other, long blockedAtMillis) {
        if (accounts.stored(other)
                .filter(found -> found.type() == AccountType.BUSINESS)
                .isPresent()) {
            accounts.stored(person).ifPresent(account -> stills.take(account, other, blockedAtMillis));
        }
    }

    /// The block is stored and known: what the next call needs is made ready.
    public void blocked(AccountId person, AccountId other) {
        stills.remember(person, other);
    }

    /// The block is gone, and that is known.
    public void unblocked(AccountId person, AccountId other, long blockedAtMillis) {
        stills.remove(person, other, blockedAtMillis);
    }

    /// Removes what nobody will be shown any more. To be called about once a day.
    public void tidy() {
        stills.tidy();
    }

    @Override
    public List<AccountDevice> decoyDevices(AccountId target) {
        return List.of(new AccountDevice(DeviceId.PRIMARY, decoys.registrationIdOf(target), QueueId.NOBODYS));
    }

    @Override
    public boolean isDecoy(AccountId target) {
        return decoys.isKnown(target);
    }

    @Override
    public Optional<List<AccountDevice>> stillDevices(AccountId target, AccountId business) {
        return accounts.stored(target)
                .flatMap(account -> stills.of(account, business))
                .map(still -> still.devices().stream()
                        .map(device -> new AccountDevice(device.id(), device.registrationId(), QueueId.NOBODYS))
                        .toList());
    }

    /// The caller's own budget first: whoever has none left takes no room for a pair.
    private Optional<Duration> admit(Caller caller, AccountId target) {
        Limiter<AccountId> own = caller.type() == AccountType.BUSINESS && isLarge.test(caller.account())
                ? limits.largeBusiness()
                : limits.caller();
        Optional<Duration> wait = own.take(caller.account());
        if (wait.isEmpty() && !caller.account().equals(target)) {
            wait = limits.pair().take(new Pair(caller.account(), target));
            if (wait.isPresent()) {
                own.giveBack(caller.account(), 1);
            }
        }
        return wait;
    }

    private AccountBundles take(StoredAccount account, Set<DeviceId> devices) {
        boolean spend = limits.spent().take(account.id()).isEmpty();
        return database.inGroupedTransaction(_ -> {
            AccountBundles.Builder bundles = AccountBundles.newBuilder()
                    .setAccountId(ByteString.copyFrom(account.id().toBytes()))
                    .setIdentityKey(account.identityKey());
            for (StoredDevice stored : account.devices()) {
                AccountDevice device = stored.device();
                if (devices.isEmpty() || devices.contains(device.id())) {
                    Owner owner = new Owner(account.id().value(), device.id());
                    bundles.addDevices(bundle(owner, device.registrationId(), spend));
                }
            }
            return bundles.build();
        });
    }

    /// Empty if the picture has just gone with its block.
    private Optional<AccountBundles> takeOfStill(AccountId target, Still still, Set<DeviceId> devices) {
        boolean spend = limits.spent().take(target).isEmpty();
        return database.inGroupedTransaction(_ -> {
            AccountBundles.Builder bundles = AccountBundles.newBuilder()
                    .setAccountId(ByteString.copyFrom(target.toBytes()))
                    .setIdentityKey(still.identityKey());
            for (StillDevice device : still.devices()) {
                Owner owner = new Owner(still.id(), device.id());
                if (store.signedEc(owner).isEmpty()) {
                    return Optional.empty();
                }
                if (devices.isEmpty() || devices.contains(device.id())) {
                    bundles.addDevices(bundle(owner, device.registrationId(), spend));
                }
            }
            return Optional.of(bundles.build());
        });
    }

    private AccountBundles takeOfDecoy(AccountId target, Set<DeviceId> devices) {
        boolean spend = limits.spent().take(target).isEmpty();
        AccountBundles bundles = decoys.untilTaken(() ->
                database.inGroupedTransaction(_ -> decoys.take(target).map(decoy -> {
                    AccountBundles.Builder taken = AccountBundles.newBuilder()
                            .setAccountId(ByteString.copyFrom(target.toBytes()))
                            .setIdentityKey(decoy.identityKey());
                    if (devices.isEmpty() || devices.contains(DeviceId.PRIMARY)) {
                        taken.addDevices(
                                bundle(new Owner(decoy.id(), DeviceId.PRIMARY), decoy.registrationId(), spend));
                    }
                    return taken.build();
                })));
        decoys.remember(target);
        return bundles;
    }

    private DeviceBundle bundle(Owner owner, int registrationId, boolean spend) {
        DeviceBundle.Builder bundle = DeviceBundle.newBuilder()
                .setDeviceId(owner.device().value())
                .setRegistrationId(registrationId)
                .setSignedEc(store.signedEc(owner).orElseThrow());
        if (spend) {
            store.takeOneTimeEc(owner).ifPresent(bundle::setOneTimeEc);
        }
        return bundle.setKyber((spend ? store.takeOneTimeKyber(owner) : Optional.<KyberPreKey>empty())
                        .or(() -> store.lastResortKyber(owner))
                        .orElseThrow())
                .build();
    }

    @Override
    public void close() {
        decoys.close();
    }
}
