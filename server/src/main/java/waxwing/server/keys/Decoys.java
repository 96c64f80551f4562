package waxwing.server.keys;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waxwing.model.AccountId;
import waxwing.model.DeviceId;
import waxwing.model.PhoneNumber;
import waxwing.server.credentials.DecoyDevice;
import waxwing.server.keys.DecoyStore.Decoy;
import waxwing.server.keys.PreKeyStore.Owner;
import waxwing.server.secrets.KeyedHash;
import waxwing.server.secrets.Purpose;
import waxwing.server.secrets.RelaySecrets;
import waxwing.server.sql.Remembered;
import waxwing.store.Database;

/// Stand-ins for numbers and accounts that nobody registered, so that a business can't tell them from real
/// ones: each target gets, at the first question and for good, an identity of its own with keys that nobody can
/// use. How many are left, and what their ids are, is [drawn][DeviceLife#draw] as of somebody who registered, was
/// written to and stayed away: copied from a real account, two of the same would show which of them is none.
///
/// They come from a pool that a thread of this class refills, so that a first answer is as quick as a
/// later one. It does so by the second and not at once, so that nobody who asked notices by what it costs
/// the machine.
final class Decoys implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Decoys.class);
    private static final int POOL_SIZE = 32;
    private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final DecoyStore store;
    private final PreKeyStore preKeys;
    private final KeyedHash accountIds;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Remembered<AccountId, Optional<Decoy>> remembered;
    private volatile OptionalLong oldestAccountAt = OptionalLong.empty();
    private final AtomicBoolean isShort = new AtomicBoolean();
    private final ScheduledExecutorService refiller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("decoys").daemon().factory());

    Decoys(Database database, PreKeyStore preKeys, RelaySecrets secrets, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.store = new SqlDecoyStore(database);
        this.preKeys = preKeys;
        this.accountIds = new KeyedHash(secrets.derive(Purpose.DECOY_ACCOUNT));
        this.clock = clock;
        this.random = random;
        this.remembered = new Remembered<>(REMEMBERED, store::shownAs);
        ScheduledFuture<?> _ = refiller.scheduleWithFixedDelay(this::refillIfShort, 1, 1, TimeUnit.SECONDS);
    }

    /// The account id that an unregistered number is shown under, always the same.
    AccountId accountIdOf(PhoneNumber number) {
        ByteBuffer hash = accountIds.of(ByteString.copyFromUtf8(number.e164())).asReadOnlyByteBuffer();
        // The version and variant bits of a random UUID, as a real account's.
        long high = (hash.getLong() & ~0xF000L) | 0x4000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new AccountId(new UUID(high, low));
    }

    /// The decoy that is shown under an account id that is no account's, taken from the pool if it is asked for
    /// the first time; empty if the pool has none. For use in a transaction, within [#untilTaken]; call [#remember]
    /// when that has committed.
    Optional<Decoy> take(AccountId account) {
        return store.shownAs(account).or(() -> {
            isShort.set(true);
            return store.assign(account);
        });
    }

    /// Makes a decoy each time that the transaction found none in the pool, outside it: others wait for its end, and
    /// a decoy's keys take some time.
    <T> T untilTaken(Supplier<Optional<T>> transaction) {
        while (true) {
            Optional<T> taken = transaction.get();
            if (taken.isPresent()) {
                return taken.get();
            }
            addOne();
        }
    }

    /// Makes ready what [#isKnown] and [#registrationIdOf] tell from memory.
    void remember(AccountId account) {
        if (!isKnown(account)) {
            remembered.forget(account);
            Optional<Decoy> _ = remembered.get(account);
        }
    }

    /// Whether this is certainly a decoy's id: never wrongly so, and without looking at the disk.
    boolean isKnown(AccountId account) {
        return remembered.has(account) && remembered.get(account).isPresent();
    }

    /// The registration id that is shown of an account id that is no account's: the decoy's if there is one. An id
    /// that somebody has made up gets no decoy by this, which would be kept for good. From memory but for the first
    /// time.
    int registrationIdOf(AccountId account) {
        return remembered.get(account).map(Decoy::registrationId).orElseGet(() -> madeUp(account));
    }

    private int madeUp(AccountId account) {
        int hash = accountIds
                .of(ByteString.copyFrom(account.toBytes()))
                .asReadOnlyByteBuffer()
                .getInt();
        return 1 + Math.floorMod(hash, DecoyDevice.LARGEST_REGISTRATION_ID);
    }

    /// Fills the pool in the background, soon.
    void refill() {
        isShort.set(true);
    }

    private void refillIfShort() {
        if (isShort.compareAndSet(true, false)) {
            try {
                while (store.unassigned() < POOL_SIZE && !refiller.isShutdown()) {
                    addOne();
                }
            } catch (RuntimeException e) {
                isShort.set(true);
                log.warn("the pool of decoys can't be refilled now", e);
            }
        }
    }

    private void addOne() {
        DecoyDevice made =
                DecoyDevice.make(DeviceLife.draw(relayWeeks(), random).ids(), random);
        Decoy decoy = new Decoy(randomId(), made.identityKey(), made.registrationId());
        database.inTransaction(_ -> {
            Owner owner = new Owner(decoy.id(), DeviceId.PRIMARY);
            store.add(decoy);
            preKeys.putSignedEc(owner, made.keys().getSignedEc());
            preKeys.putLastResortKyber(owner, made.keys().getLastResortKyber());
            preKeys.addOneTimeEc(owner, made.keys().getOneTimeEcList());
            preKeys.addOneTimeKyber(owner, made.keys().getOneTimeKyberList());
            return decoy;
        });
    }

    private int relayWeeks() {
        if (oldestAccountAt.isEmpty()) {
            oldestAccountAt = store.oldestAccountAt();
        }
        return oldestAccountAt.isEmpty() ? 0 : (int) ((clock.millis() - oldestAccountAt.getAsLong()) / WEEK_MILLIS);
    }

    private UUID randomId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Override
    public void close() {
        refiller.shutdown();
        try {
            refiller.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
