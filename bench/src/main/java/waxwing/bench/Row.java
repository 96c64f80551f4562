package waxwing.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One row of the table: a name, a unit, what is aimed at and what each run gave. Its value is their median.
///
/// @param goal in words; empty if there is none
record Row(String name, String unit, String goal, List<Double> runs) {
    static Row of(String name, String unit, double... runs) {
        return new Row(name, unit, "", Arrays.stream(runs).boxed().toList());
    }

    Row aimingAt(String aim) {
        return new Row(name, unit, aim, runs);
    }

    double median() {
        return median(runs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }

    String line() {
        var range = runs.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        String spread = runs.size() == 1
                ? ""
                : number(range.getMin()) + " .. " + number(range.getMax()) + " in " + runs.size() + " runs";
        return String.format(Locale.ROOT, "%-58s %10s %-8s %-12s %s", name, number(median()), unit, goal, spread)
                .stripTrailing();
    }

    static String heading() {
        return String.format(Locale.ROOT, "%-58s %10s %-8s %-12s %s", "what", "median", "unit", "goal", "range");
    }
}
