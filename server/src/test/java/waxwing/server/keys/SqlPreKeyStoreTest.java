package waxwing.server.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.DeviceId;
import waxwing.relay.v1.EcPreKey;
import waxwing.server.keys.PreKeyStore.Owner;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class SqlPreKeyStoreTest {
    private static final Owner OWNER = new Owner(new UUID(4, 2), DeviceId.PRIMARY);
    private static final int KEYS = 100;

    private Database database;
    private SqlPreKeyStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 4));
        database.migrate("waxwing/server/db");
        store = new SqlPreKeyStore(database);
        store.addOneTimeEc(
                OWNER,
                IntStream.rangeClosed(1, KEYS).mapToObj(SqlPreKeyStoreTest::key).toList());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static EcPreKey key(int id) {
        return EcPreKey.newBuilder()
                .setKeyId(id)
                .setPublicKey(ByteString.copyFromUtf8("key " + id))
                .build();
    }

    @Test
    void oneKeyIsReadToGiveOne() {
        String plan = database.read(handle -> handle.createQuery("explain analyze " + SqlPreKeyStore.UNUSED)
                .bind("owner", OWNER.id())
                .bind("device", OWNER.device().value())
                .bind("kind", KeyKind.EC.name())
                .mapTo(String.class)
                .one());

        assertThat(plan).contains("scanCount: 1 ");
    }

    @Test
    void keysAreGivenFromTheFirstOn() {
        assertThat(IntStream.rangeClosed(1, KEYS)
                        .mapToObj(_ -> store.takeOneTimeEc(OWNER).orElseThrow().getKeyId()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, KEYS).boxed().toList());
        assertThat(store.takeOneTimeEc(OWNER)).isEmpty();
    }

    @Test
    void twoWhoTakeAtOnceGetDifferentKeys() throws Exception {
        var both = new CyclicBarrier(2);
        List<FutureTask<Integer>> takers = List.of(taker(both), taker(both));
        takers.forEach(Thread::startVirtualThread);

        assertThat(takers.getFirst().get()).isNotEqualTo(takers.getLast().get());
    }

    /// Holds the key in its transaction until the other one has taken, too.
    private FutureTask<Integer> taker(CyclicBarrier both) {
        return new FutureTask<>(() -> database.inTransaction(_ -> {
            int taken = store.takeOneTimeEc(OWNER).orElseThrow().getKeyId();
            meet(both);
            return taken;
        }));
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
