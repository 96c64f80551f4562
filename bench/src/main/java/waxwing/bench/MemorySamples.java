package waxwing.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a process holds in memory, looked at from time to time while something else goes on.
final class MemorySamples implements AutoCloseable {
    private final List<Double> mebibytes = new ArrayList<>();
    private volatile boolean over;

    MemorySamples(long pid, Duration between) {
        Thread.ofVirtual().start(() -> {
            while (!over) {
                synchronized (mebibytes) {
                    mebibytes.add(Machine.residentBytes(pid) / (double) (1 << 20));
                }
                Pause.of(between);
            }
        });
    }

    /// MiB, in the second half of the time so far.
    List<Double> secondHalf() {
        synchronized (mebibytes) {
            return List.copyOf(mebibytes.subList(mebibytes.size() / 2, mebibytes.size()));
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
