package waxwing.gateway.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.gateway.suppression.Suppression.Reach;
import waxwing.gateway.suppression.Suppression.Source;
import waxwing.model.PhoneNumber;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class SqlSuppressionsTest {
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = 25;
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void thoseWhoPutOneNumberOnTheListAtOnceAllSucceedAndItStandsThereOnce() throws Exception {
        try (Database database =
                Database.openH2(new H2Settings(folder.resolve("gateway"), Optional.empty(), AT_ONCE))) {
            database.migrate("waxwing/gateway/db");
            var suppressions = new SqlSuppressions(database);
            for (int round = 0; round < ROUNDS; round++) {
                PhoneNumber number = PhoneNumber.ofE164("+120255500" + (10 + round));
                var together = new CyclicBarrier(AT_ONCE);
                List<FutureTask<Integer>> adding = IntStream.range(0, AT_ONCE)
                        .mapToObj(_ -> new FutureTask<>(() -> {
                            together.await();
                            suppressions.add(new Suppression(number, Source.BUSINESS, Reach.ALL, NOW));
                            return 1;
                        }))
                        .toList();
                adding.forEach(Thread::startVirtualThread);
                for (FutureTask<Integer> one : adding) {
                    assertThat(one.get(1, TimeUnit.MINUTES)).isOne();
                }
                assertThat(suppressions.of(number)).hasSize(1);
            }
        }
    }
}
