package waxwing.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One row of the table: a name, a unit and what each run gave. Its value is their median.
record Row(String name, String unit, List<Double> runs) {
    static Row of(String name, String unit, double... runs) {
        return new Row(name, unit, Arrays.stream(runs).boxed().toList());
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
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }

    String line() {
        var range = runs.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        String spread = runs.size() == 1
                ? ""
                : "  (" + number(range.getMin()) + " to " + number(range.getMax()) + ", " + runs.size() + " runs)";
        return String.format(Locale.ROOT, "%-56s %10s %-6s%s", name, number(median()), unit, spread);
    }
}
