package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import waxwing.server.business.Tier;
import waxwing.server.report.Quality.Rating;

/// The numbers of docs/protocol/reports.md, each at its edge.
class TierPolicyTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @ParameterizedTest(name = "tier {0}, {1} people, {2} hours: {3}")
    @CsvSource({
        "1, 125, 168, 2",
        "1, 124, 168, 1",
        "1, 250, 167, 1",
        "2, 500, 168, 3",
        "2, 499, 1000, 2",
        "3, 5000, 168, 4",
        "3, 4999, 168, 3",
        "4, 100000, 1000, 4",
        "5, 0, 1000, 5"
    })
    void aGoodBusinessThatUsesHalfOfItsTierForAWeekRises(int tier, int used, long hours, int after) {
        assertThat(after(tier, used, Duration.ofHours(hours), Rating.GOOD)).isEqualTo(after);
    }

    @ParameterizedTest(name = "tier {0}, {1} hours: {2}")
    @CsvSource({"1, 1000, 1", "2, 24, 1", "2, 23, 2", "3, 24, 2", "4, 24, 3", "5, 24, 4"})
    void aPoorOneFallsByOneADay(int tier, long hours, int after) {
        assertThat(after(tier, 250, Duration.ofHours(hours), Rating.POOR)).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void aFairOneStaysWhereItIs(Tier tier) {
        assertThat(after(tier.number(), 100_000, WEEK.multipliedBy(9), Rating.FAIR))
                .isEqualTo(tier.number());
    }

    @Test
    void whatTheOperatorGaveStays() {
        for (Rating rating : Rating.values()) {
            assertThat(TierPolicy.next(new TierPolicy.Facts(Tier.SECOND, true, 1_000, WEEK, rating)))
                    .isEqualTo(Optional.empty());
        }
    }

    private static int after(int number, int used, Duration held, Rating rating) {
        Tier tier = Tier.ofNumber(number).orElseThrow();
        return TierPolicy.next(new TierPolicy.Facts(tier, false, used, held, rating))
                .orElse(tier)
                .number();
    }
}
