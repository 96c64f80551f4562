package waxwing.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.model.AccountType;
import waxwing.model.DeviceId;
import waxwing.relay.v1.EcPreKey;
import waxwing.relay.v1.SignedEcPreKey;
import waxwing.server.account.AccountDevice;
import waxwing.server.account.DeviceSecret;
import waxwing.server.account.StoredAccount;
import waxwing.server.account.StoredDevice;
import waxwing.server.keys.PreKeyStore.Owner;
import waxwing.server.keys.StillStore.Still;
import waxwing.server.mailbox.QueueId;
import waxwing.store.Database;
import waxwing.store.H2Settings;

/// When pictures come and go. What they show is in [BundlesTest].
class StillsTest {
    private static final AccountId ALICE = new AccountId(new UUID(1, 1));
    private static final AccountId CAFE = new AccountId(new UUID(2, 2));
    private static final AccountId SHOP = new AccountId(new UUID(3, 3));

    private final Map<AccountId, Long> blocked = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Database database;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private PreKeyStore preKeys;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Stills stills;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 4));
        database.migrate("waxwing/server/db");
        preKeys = new SqlPreKeyStore(database);
        stills = new Stills(database, preKeys, this::blockedAt, new SecureRandom());
        Owner owner = new Owner(ALICE.value(), DeviceId.PRIMARY);
        ByteString key = ByteString.copyFromUtf8("key");
        preKeys.putSignedEc(
                owner,
                SignedEcPreKey.newBuilder()
                        .setKeyId(1)
                        .setPublicKey(key)
                        .setSignature(key)
                        .build());
        preKeys.addOneTimeEc(
                owner,
                IntStream.rangeClosed(3, 102)
                        .mapToObj(id -> EcPreKey.newBuilder()
                                .setKeyId(id)
                                .setPublicKey(key)
                                .build())
                        .toList());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private OptionalLong blockedAt(AccountId person, AccountId other) {
        Long at = blocked.get(other);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    private static StoredAccount alice() {
        return new StoredAccount(
                ALICE,
                AccountType.PERSON,
                ByteString.copyFromUtf8("identity"),
                1,
                1,
                1,
                List.of(new StoredDevice(
                        new AccountDevice(DeviceId.PRIMARY, 4_711, new QueueId(1)),
                        new DeviceSecret.Hash(ByteString.copyFrom(new byte[32])))));
    }

    /// As the relay's row says it.
    private void block(AccountId business, long at) {
        database.inTransaction(handle -> handle.execute("""
                insert into block (account_id, blocked_id, blocked_at, frozen_offers_per_week) values (?, ?, ?, 2)
                """, ALICE.value(), business.value(), at));
        blocked.put(business, at);
    }

    private void unblock(AccountId business) {
        database.inTransaction(handle -> handle.execute("delete from block where blocked_id = ?", business.value()));
        blocked.remove(business);
    }

    private long rows() {
        return Stream.of("still", "still_device", "standing_prekey", "one_time_prekey")
                .mapToLong(table -> database.read(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one()))
                .sum();
    }

    @Test
    void aPictureGoesWithItsBlockAndLeavesNothing() {
        long before = rows();
        block(CAFE, 100);
        stills.take(alice(), CAFE, 100);
        assertThat(rows()).isEqualTo(before + 1 + 1 + 101);
        assertThat(stills.of(alice(), CAFE).orElseThrow().devices()).hasSize(1);

        unblock(CAFE);
        stills.remove(ALICE, CAFE, 100);
        assertThat(rows()).isEqualTo(before);
        assertThat(stills.of(alice(), CAFE)).isEmpty();
    }

    @Test
    void theEndOfAnEarlierBlockLeavesThePictureOfTheNext() {
        block(CAFE, 100);
        stills.take(alice(), CAFE, 100);
        unblock(CAFE);
        block(CAFE, 200);
        stills.take(alice(), CAFE, 200);
        Still second = stills.of(alice(), CAFE).orElseThrow();
        stills.remove(ALICE, CAFE, 100);
        assertThat(stills.of(alice(), CAFE)).hasValue(second);
        assertThat(preKeys.count(new Owner(second.id(), DeviceId.PRIMARY)).getOneTimeEc())
                .isEqualTo(100);
    }

    @Test
    void whatACrashLeftIsSweptAndNothingElse() {
        long before = rows();
        block(CAFE, 100);
        stills.take(alice(), CAFE, 100);
        block(SHOP, 100);
        stills.take(alice(), SHOP, 100);
        unblock(CAFE);

        stills.tidy();
        assertThat(rows()).isEqualTo(before + 1 + 1 + 101);
        assertThat(stills.of(alice(), SHOP)).isPresent();
    }

    @Test
    void nothingIsLeftOfAnAccountThatHasEnded() {
        long before = rows();
        block(CAFE, 100);
        stills.take(alice(), CAFE, 100);
        block(SHOP, 100);
        stills.take(alice(), SHOP, 100);

        new SqlStillStore(database, preKeys).removeAll(SHOP);
        assertThat(rows()).isEqualTo(before + 1 + 1 + 101);
        new SqlStillStore(database, preKeys).removeAll(ALICE);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void manyWhoLookAtOnceSeeOnePicture() {
        long before = rows();
        block(CAFE, 100);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Still>>> looks = IntStream.range(0, 16)
                    .mapToObj(_ -> threads.submit(() -> stills.of(alice(), CAFE)))
                    .toList();
            Still first = stills.of(alice(), CAFE).orElseThrow();
            assertThat(looks).allSatisfy(look -> assertThat(look.get()).hasValue(first));
        }
        assertThat(rows()).isEqualTo(before + 1 + 1 + 101);
    }
}
