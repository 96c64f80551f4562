package waxwing.server.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waxwing.model.AccountId;
import waxwing.server.MutableClock;
import waxwing.store.Database;
import waxwing.store.H2Settings;

class TiersTest {
    private static final AccountId CAFE = new AccountId(new UUID(2, 2));
    private static final AccountId HOTEL = new AccountId(new UUID(2, 3));
    private static final int FIRST = Tier.FIRST.people().orElseThrow();
    private static final Duration DAY = Duration.ofHours(24);

    private final MutableClock clock = new MutableClock();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Database database;

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private Tiers tiers;

    @BeforeEach
    void open() {
        database = Database.openH2(new H2Settings(folder.resolve("relay"), Optional.empty(), 4));
        database.migrate("waxwing/server/db");
        tiers = new Tiers(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void restart() {
        database.close();
        open();
    }

    @Test
    void theTableIsAsPublished() {
        assertThat(List.of(Tier.values()))
                .extracting(tier -> tier.people().orElse(Integer.MAX_VALUE))
                .containsExactly(250, 1_000, 10_000, 100_000, Integer.MAX_VALUE);
    }

    @Test
    void aBusinessReachesAsManyPeopleAsItsTierSaysAndEachOfThemAgain() {
        assertThat(countedOf(0, FIRST)).isEqualTo(FIRST);

        assertThat(count(CAFE, FIRST)).as("one too many").isFalse();
        assertThat(tiers.hasRoomFor(CAFE, person(FIRST), clock.millis())).isFalse();
        assertThat(countedOf(0, FIRST)).as("the same again").isEqualTo(FIRST);
        assertThat(tiers.hasRoomFor(CAFE, person(0), clock.millis())).isTrue();
        assertThat(tiers.usageOf(CAFE).used()).isEqualTo(FIRST);
        assertThat(count(HOTEL, FIRST)).as("another business").isTrue();
    }

    @Test
    void somebodyCountsFor24HoursFromTheLastMessageOn() {
        assertThat(count(CAFE, 0)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(countedOf(1, FIRST - 1)).isEqualTo(FIRST - 1);
        clock.advance(Duration.ofHours(22));
        assertThat(count(CAFE, 0)).as("the first again").isTrue();
        assertThat(tiers.usageOf(CAFE).nextFreeAtMillis())
                .isEqualTo(OptionalLong.of(clock.millis() + Duration.ofHours(2).toMillis()));

        clock.advance(Duration.ofHours(2).minusMillis(1));
        assertThat(count(CAFE, FIRST)).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(tiers.usageOf(CAFE).used())
                .as("but for the first all are free")
                .isEqualTo(1);
        assertThat(countedOf(FIRST, FIRST - 1)).isEqualTo(FIRST - 1);
        assertThat(count(CAFE, 3 * FIRST)).isFalse();
    }

    @Test
    void whoCountsIsKnownAfterARestart() {
        assertThat(countedOf(0, FIRST)).isEqualTo(FIRST);
        Tiers.Usage before = tiers.usageOf(CAFE);

        restart();

        assertThat(tiers.usageOf(CAFE)).isEqualTo(before);
        assertThat(count(CAFE, FIRST)).isFalse();
        assertThat(count(CAFE, 0)).isTrue();
        clock.advance(DAY);
        restart();
        assertThat(tiers.usageOf(CAFE).used()).isZero();
        assertThat(tiers.usageOf(CAFE).nextFreeAtMillis()).isEmpty();
    }

    @Test
    void whoCouldNotBeStoredIsStoredWithTheNextMessage() {
        assertThat(tiers.usageOf(CAFE).used()).isZero();
        rename("person_reached", "elsewhere");
        assertThatThrownBy(() -> count(CAFE, 0)).hasMessageContaining("person_reached");
        rename("elsewhere", "person_reached");

        assertThat(count(CAFE, 0)).isTrue();
        restart();
        assertThat(tiers.usageOf(CAFE).used()).isOne();
    }

    private void rename(String from, String to) {
        database.inTransaction(handle -> handle.execute("ALTER TABLE " + from + " RENAME TO " + to));
    }

    @Test
    void aRestartForgetsAtMostTenMinutesOfTheLastTime() {
        assertThat(count(CAFE, 0)).isTrue();
        for (int minute = 0; minute < 600; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(count(CAFE, 0)).isTrue();
        }

        restart();

        long exact = clock.millis() + DAY.toMillis();
        assertThat(tiers.usageOf(CAFE).nextFreeAtMillis().orElseThrow())
                .isBetween(exact - Duration.ofMinutes(10).toMillis(), exact);
    }

    @Test
    void theRulesTierHoldsUntilTheOperatorGivesOneAndNoRuleChangesThat() {
        assertThat(tiers.usageOf(CAFE).givenAtMillis()).isEmpty();
        assertThat(tiers.setByRules(CAFE, Tier.THIRD)).isTrue();
        OptionalLong at = OptionalLong.of(clock.millis());
        clock.advance(DAY);

        restart();

        assertThat(tiers.usageOf(CAFE).tier()).isEqualTo(Tier.THIRD);
        assertThat(tiers.usageOf(CAFE).setByOperator()).isFalse();
        assertThat(tiers.usageOf(CAFE).givenAtMillis()).isEqualTo(at);
        tiers.setByOperator(CAFE, Tier.SECOND);
        assertThat(tiers.setByRules(CAFE, Tier.FIRST)).isFalse();
        assertThat(tiers.usageOf(CAFE).tier()).isEqualTo(Tier.SECOND);
        assertThat(tiers.usageOf(CAFE).setByOperator()).isTrue();
    }

    @Test
    void theOperatorsTierHoldsFromTheNextMessageOnAndAfterARestart() {
        assertThat(countedOf(0, FIRST)).isEqualTo(FIRST);
        tiers.setByOperator(CAFE, Tier.SECOND);
        assertThat(count(CAFE, FIRST)).isTrue();

        restart();

        assertThat(tiers.usageOf(CAFE).tier()).isEqualTo(Tier.SECOND);
        assertThat(tiers.usageOf(CAFE).setByOperator()).isTrue();
        assertThat(tiers.usageOf(HOTEL).tier()).isEqualTo(Tier.FIRST);
        assertThat(tiers.usageOf(HOTEL).setByOperator()).isFalse();
        tiers.setByOperator(CAFE, Tier.FIRST);
        assertThat(count(CAFE, FIRST + 1)).as("somebody new").isFalse();
        assertThat(count(CAFE, FIRST)).as("somebody who counts").isTrue();
    }

    @Test
    void ofABusinessWithoutALimitNobodyIsCounted() {
        tiers.setByOperator(CAFE, Tier.UNLIMITED);
        assertThat(countedOf(0, FIRST + 1)).isEqualTo(FIRST + 1);
        assertThat(tiers.usageOf(CAFE).used()).isZero();
    }

    @Test
    void sendsSideBySideReachNoMoreThanTheTierSays() throws Exception {
        int tooMany = FIRST + 50;
        List<Future<Boolean>> counted = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < tooMany; i++) {
                AccountId person = person(i);
                counted.add(senders.submit(() -> tiers.count(CAFE, person, clock.millis())));
            }
        }
        int admitted = 0;
        for (Future<Boolean> one : counted) {
            admitted += one.get() ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(FIRST);
        assertThat(tiers.usageOf(CAFE).used()).isEqualTo(FIRST);
    }

    @Test
    void whatMemoryHasNoRoomForIsReadAgainAndCountsOn() {
        tiers = new Tiers(database, clock, FIRST / 2);
        assertThat(countedOf(0, FIRST)).isEqualTo(FIRST);
        assertThat(count(HOTEL, 0)).isTrue();

        tiers.tidy();

        assertThat(count(CAFE, FIRST)).isFalse();
        assertThat(tiers.usageOf(CAFE).used()).isEqualTo(FIRST);
    }

    @Test
    void tidyingForgetsWhoCountsNoMore() {
        int most = 1_100;
        tiers.setByOperator(CAFE, Tier.THIRD);
        for (int i = 0; i < most; i++) {
            assertThat(count(CAFE, i)).isTrue();
            clock.advance(Duration.ofMillis(i % 2));
        }
        clock.advance(Duration.ofHours(23));
        assertThat(count(CAFE, most)).isTrue();
        clock.advance(Duration.ofHours(1));

        tiers.tidy();

        assertThat((long) database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM person_reached")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1);
    }

    private static AccountId person(int which) {
        return new AccountId(new UUID(1, which));
    }

    private boolean count(AccountId business, int which) {
        return tiers.count(business, person(which), clock.millis());
    }

    /// How many of so many people could be written to.
    private int countedOf(int from, int people) {
        int counted = 0;
        for (int i = from; i < from + people; i++) {
            counted += count(CAFE, i) ? 1 : 0;
        }
        return counted;
    }

    @Test
    void aTierThatIsGivenBackStaysUntilTheRulesChangeItAlsoAfterARestart() {
        assertThat(tiers.leaveToRules(CAFE)).as("nobody gave it any").isFalse();
        tiers.setByOperator(CAFE, Tier.THIRD);
        assertThat(tiers.setByRules(CAFE, Tier.SECOND)).isFalse();
        clock.advance(DAY);

        assertThat(tiers.leaveToRules(CAFE)).isTrue();
        restart();
        Tiers.Usage usage = tiers.usageOf(CAFE);
        assertThat(usage.tier()).isEqualTo(Tier.THIRD);
        assertThat(usage.setByOperator()).isFalse();
        assertThat(usage.givenAtMillis()).as("the rules count from then on").hasValue(clock.millis());
        assertThat(tiers.leaveToRules(CAFE)).as("the rules have it").isFalse();
        assertThat(tiers.setByRules(CAFE, Tier.SECOND)).isTrue();
        assertThat(tiers.usageOf(CAFE).tier()).isEqualTo(Tier.SECOND);
    }
}
