package waxwing.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waxwing.server.report.Quality.Rating;
import waxwing.server.report.Quality.Reason;
import waxwing.server.report.QualityPolicy.Facts;

/// The numbers of docs/protocol/reports.md, each at its edge.
class QualityPolicyTest {
    @ParameterizedTest(name = "{0} people of {1} messages: {2}")
    @CsvSource({
        "0, 0, GOOD",
        "2, 10, GOOD",
        "3, 10, FAIR",
        "3, 3000, FAIR",
        "3, 3001, GOOD",
        "9, 100, FAIR",
        "10, 3333, POOR",
        "10, 3334, FAIR",
        "10, 10000, FAIR",
        "10, 10001, GOOD",
        "1000, 1000001, GOOD",
        "1000, 1000000, FAIR",
        "3000, 1000000, POOR"
    })
    void reportsAreMeasuredAgainstWhatWasSent(long people, long messages, Rating expected) {
        Quality quality = QualityPolicy.quality(new Facts(people, 0, people, 0, messages));
        assertThat(quality.rating()).isEqualTo(expected);
        assertThat(quality.reasons()).isEqualTo(expected == Rating.GOOD ? List.of() : List.of(Reason.REPORTED));
    }

    @ParameterizedTest(name = "{0} people with proof: {1}")
    @CsvSource({"0, GOOD", "1, FAIR", "2, FAIR", "3, POOR", "10, POOR"})
    void aProofOfMislabellingCountsHoweverMuchWasSent(long people, Rating expected) {
        Quality quality = QualityPolicy.quality(new Facts(people, people, people, people, 1_000_000_000));
        assertThat(quality.rating()).isEqualTo(expected);
        assertThat(quality.reasons()).isEqualTo(expected == Rating.GOOD ? List.of() : List.of(Reason.MISLABELLED));
    }

    @ParameterizedTest(name = "{0} open, {1} of them with proof, {2} messages: {3}")
    @CsvSource({
        "0, 0, 0, false",
        "9, 9, 1, false",
        "10, 10, 1000000, true",
        "49, 0, 49, false",
        "50, 0, 50, true",
        "50, 0, 2500, true",
        "50, 0, 2501, false",
        "20000, 0, 1000000, true",
        "19999, 0, 1000000, false"
    })
    void aBusinessIsSuspendedByOpenReports(long open, long openMislabelled, long messages, boolean expected) {
        assertThat(QualityPolicy.suspension(new Facts(open, openMislabelled, open, openMislabelled, messages))
                        .isPresent())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} people, all resolved")
    @CsvSource({"50", "100000"})
    void whatTheOperatorHasUpheldRatesAndDoesNotSuspend(long people) {
        Facts resolved = new Facts(people, people, 0, 0, people);
        assertThat(QualityPolicy.suspension(resolved)).isEqualTo(Optional.empty());
        assertThat(QualityPolicy.quality(resolved))
                .isEqualTo(new Quality(Rating.POOR, List.of(Reason.MISLABELLED, Reason.REPORTED)));
    }
}
