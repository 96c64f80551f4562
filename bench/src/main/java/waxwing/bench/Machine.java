package waxwing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel says about this machine and its processes (proc(5)).
final class Machine {
    private static final double TICKS_PER_SECOND = 100;
    private static final long KIB = 1024;

    private Machine() {}

    /// Seconds of CPU, user and system, that a process has used so far.
    static double cpuSeconds(long pid) {
        String stat = read("/proc/" + pid + "/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /// Bytes of memory that a process holds now.
    static long residentBytes(long pid) {
        return KIB
                * read("/proc/" + pid + "/status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow();
    }

    /// Seconds that all cores together have worked since they were switched on, and that another machine took.
    static Cores cores() {
        String[] fields = read("/proc/stat").lines().findFirst().orElseThrow().split(" +");
        double[] seconds = new double[9];
        for (int i = 1; i < seconds.length; i++) {
            seconds[i] = Long.parseLong(fields[i]) / TICKS_PER_SECOND;
        }
        double busy = seconds[1] + seconds[2] + seconds[3] + seconds[6] + seconds[7];
        return new Cores(busy, seconds[8]);
    }

    record Cores(double busy, double stolen) {}

    /// How many files a process started from here may have open.
    static long openFilesLimit() {
        return read("/proc/self/limits")
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" {2,}")[1])
                .mapToLong(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
                .findFirst()
                .orElseThrow();
    }

    static String description() {
        String cpu = read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse("an unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + cpu + ", JDK " + Runtime.version()
                + ", Linux " + read("/proc/sys/kernel/osrelease").strip();
    }

    private static String read(String file) {
        try {
            return String.join("\n", List.copyOf(Files.readAllLines(Path.of(file))));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
