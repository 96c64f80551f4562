package waxwing.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pauses of a garbage collector, in order, in milliseconds.
record GcPauses(List<Double> millis) {
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9]+\\.[0-9]+)ms");

    static GcPauses read(Path log) throws IOException {
        return new GcPauses(Files.readAllLines(log).stream()
                .map(PAUSE::matcher)
                .filter(Matcher::find)
                .map(found -> Double.parseDouble(found.group(1)))
                .toList());
    }

    /// Those that came after these.
    GcPauses since(GcPauses before) {
        return new GcPauses(millis.subList(before.millis().size(), millis.size()));
    }

    int count() {
        return millis.size();
    }

    double total() {
        return millis.stream().mapToDouble(Double::doubleValue).sum();
    }

    double longest() {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
