package waxwing.server.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// Whether two samples of times can be told apart, by two tests that assume nothing about how times are
/// distributed: Mann and Whitney's for a shift, Kolmogorov and Smirnov's for any difference of shape.
///
/// @param z of the Mann-Whitney test, in standard deviations (normal approximation, good from some twenty
///     values on)
/// @param d of the Kolmogorov-Smirnov test, scaled by the samples' sizes
record TwoSamples(double z, double d) {
    /// The chance that one of the tests tells equal samples apart is below this (a millionth, two-sided).
    static final double FALSE_ALARM = 1e-6;

    /// The normal distribution's quantile at half of it.
    private static final double LARGEST_Z = 4.892;

    /// Kolmogorov's distribution: P(scaled d > x) < 2 exp(-2 x²).
    private static final double LARGEST_D = Math.sqrt(Math.log(2 / FALSE_ALARM) / 2);

    static TwoSamples of(double[] one, double[] other) {
        double[] first = one.clone();
        double[] second = other.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        return new TwoSamples(z(first, second), d(first, second));
    }

    /// The smallest that the second sample has to be shifted up by to be told apart from the first.
    static double leastShift(double[] one, double[] other) {
        double tooLittle = 0;
        double enough = Arrays.stream(one).max().orElseThrow()
                - Arrays.stream(other).min().orElseThrow()
                + 1;
        for (int i = 0; i < 40; i++) {
            double shift = (tooLittle + enough) / 2;
            if (of(one, Arrays.stream(other).map(value -> value + shift).toArray())
                    .areToldApart()) {
                enough = shift;
            } else {
                tooLittle = shift;
            }
        }
        return enough;
    }

    /// What half of all values lie within.
    static double spread(double[] one, double[] other) {
        double[] all = DoubleStream.concat(Arrays.stream(one), Arrays.stream(other))
                .sorted()
                .toArray();
        return all[all.length * 3 / 4] - all[all.length / 4];
    }

    boolean areToldApart() {
        return Math.abs(z) > LARGEST_Z || d > LARGEST_D;
    }

    /// Times in nanoseconds hardly ever tie; those that do count half.
    private static double z(double[] first, double[] second) {
        double u = 0;
        int below = 0;
        int notAbove = 0;
        for (double value : first) {
            while (below < second.length && second[below] < value) {
                below++;
            }
            notAbove = Math.max(notAbove, below);
            while (notAbove < second.length && second[notAbove] <= value) {
                notAbove++;
            }
            u += (below + notAbove) / 2.0;
        }
        double n = first.length;
        double m = second.length;
        return (u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    }

    private static double d(double[] first, double[] second) {
        int i = 0;
        int j = 0;
        double largest = 0;
        while (i < first.length && j < second.length) {
            double value = Math.min(first[i], second[j]);
            while (i < first.length && first[i] <= value) {
                i++;
            }
            while (j < second.length && second[j] <= value) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / first.length - (double) j / second.length));
        }
        double n = first.length;
        double m = second.length;
        return largest * Math.sqrt(n * m / (n + m));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "z %.2f (told apart beyond %.2f), d %.2f (beyond %.2f)", z, LARGEST_Z, d, LARGEST_D);
    }
}
