package waxwing.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// The test of the test: it finds what is there, and nothing else.
class TwoSamplesTest {
    private static final int PROBES = 2_000;

    private final Random random = new Random(20261128);

    /// As answers of a busy machine are: around 2 ms, with a long tail.
    private double[] times(DoubleUnaryOperator change) {
        return random.doubles(PROBES)
                .map(_ -> change.applyAsDouble(1.5 + Math.exp(random.nextGaussian() * 0.8)))
                .toArray();
    }

    @Test
    void equalSamplesAreNotToldApart() {
        for (int i = 0; i < 500; i++) {
            TwoSamples equal = TwoSamples.of(times(time -> time), times(time -> time));
            assertThat(equal.areToldApart()).as(equal.toString()).isFalse();
        }
    }

    @Test
    void aMillisecondMoreIsFound() {
        for (int i = 0; i < 100; i++) {
            TwoSamples shifted = TwoSamples.of(times(time -> time), times(time -> time + 1));
            assertThat(shifted.areToldApart()).as(shifted.toString()).isTrue();
        }
    }

    /// What [IndistinguishableTest] relies on for its own sensitivity, with as few probes as it has.
    @Test
    void aHundredProbesFindAShiftOfTwiceTheSpreadHoweverTheTimesAreDistributed() {
        for (int i = 0; i < 200; i++) {
            int beats = 1 + random.nextInt(3);
            DoubleUnaryOperator onABeat = time -> 5 * Math.min(beats, Math.ceil(time / 3)) + random.nextDouble() / 10;
            for (DoubleUnaryOperator change : List.<DoubleUnaryOperator>of(time -> time, onABeat)) {
                double[] one = Arrays.copyOf(times(change), 100);
                double[] other = Arrays.copyOf(times(change), 100);
                assertThat(TwoSamples.of(one, other).areToldApart()).isFalse();
                assertThat(TwoSamples.leastShift(one, other)).isLessThan(2 * TwoSamples.spread(one, other));
            }
        }
    }

    /// Why calls of two kinds are compared apart: how many a target has of each is its own chance, the same
    /// for all calls to it.
    @Test
    void aFewTargetsThatDifferByChanceWouldBeToldApartIfTheirCallsWereMixed() {
        double[] fewSlow = times(time -> time);
        double[] manySlow = times(time -> time + (random.nextInt(3) == 0 ? 3 : 0));
        assertThat(TwoSamples.of(fewSlow, manySlow).areToldApart()).isTrue();
    }

    @Test
    void aWiderSpreadAroundTheSameMiddleIsFound() {
        TwoSamples wider = TwoSamples.of(times(time -> time), times(time -> 2.5 + 2 * (time - 2.5)));
        assertThat(wider.areToldApart()).as(wider.toString()).isTrue();
    }

    @Test
    void theStatisticsAreWhatTheBooksSay() {
        // Three below four: U = 0 of 12, z = -6 / sqrt(8); the distributions are apart by 1 somewhere.
        TwoSamples apart = TwoSamples.of(new double[] {1, 2, 3}, new double[] {4, 5, 6, 7});
        assertThat(apart.z()).isCloseTo(-6 / Math.sqrt(8), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(apart.d()).isCloseTo(Math.sqrt(12 / 7.0), org.assertj.core.data.Offset.offset(1e-9));
        TwoSamples same = TwoSamples.of(new double[] {1, 2, 3}, new double[] {1, 2, 3});
        assertThat(same).isEqualTo(new TwoSamples(0, 0));
    }
}
