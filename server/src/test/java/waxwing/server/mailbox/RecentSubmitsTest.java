package waxwing.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import waxwing.model.AccountId;
import waxwing.model.SubmitId;

class RecentSubmitsTest {
    private static final int MOST = 1 << 12;

    private final RecentSubmits recent = new RecentSubmits(MOST);

    @Test
    void theLastOnesAreKnownAndOlderOnesAreNot() {
        long seed = Long.getLong("waxwing.seed", System.nanoTime());
        System.out.println("waxwing.seed=" + seed);
        Random random = new Random(seed);
        List<SubmitKey> all = new ArrayList<>();
        for (int i = 0; i < 5 * MOST; i++) {
            SubmitKey key = new SubmitKey(
                    new SubmitId(new UUID(random.nextInt(2_000), random.nextInt(50))),
                    new QueueId(i),
                    new AccountId(new UUID(0, random.nextInt(3))));
            recent.add(key, i);
            all.add(key);
            int back = random.nextInt(Math.min(all.size(), 2 * MOST));
            SubmitKey earlier = all.get(all.size() - 1 - back);
            if (back < MOST) {
                assertThat(recent.acceptedAt(earlier)).hasValue(earlier.sender().value());
            } else {
                assertThat(recent.acceptedAt(earlier)).isEmpty();
            }
        }
    }

    @Test
    void whatIsAddedAgainKeepsItsTime() {
        SubmitKey key = Mail.submit(1_000, 1);
        recent.add(key, 1_111);
        recent.add(key, 2_222);
        assertThat(recent.acceptedAt(key)).hasValue(1_111);
        assertThat(recent.acceptedAt(Mail.submit(1_000, 2))).isEmpty();
    }
}
