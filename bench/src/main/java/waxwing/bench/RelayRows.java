package waxwing.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// The rows that measure the relay alone: raw devices in pairs over TLS, 512-byte payloads.
final class RelayRows implements AutoCloseable {
    private static final int PAYLOAD = 512;
    private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

    private final Effort effort;
    private final RelayUnderTest relay;
    private final List<RawDevice> devices = new ArrayList<>();

    /// How long and how often is measured.
    record Effort(Duration run, int runs, int connections) {}

    RelayRows(RelayUnderTest relay, RelayChannels channels, Effort effort) throws InterruptedException {
        this.effort = effort;
        this.relay = relay;
        try (var registrar = new Registrar(relay, channels)) {
            for (int i = 0; i < effort.connections(); i++) {
                devices.add(new RawDevice(registrar.register(), channels, Clock.systemUTC(), i));
            }
        }
    }

    private RawDevice partnerOf(int device) {
        return devices.get(device ^ 1);
    }

    /// Closed loop: every connection keeps `inFlight` messages on their way to its partner.
    List<Row> online(int inFlight) throws InterruptedException {
        var delivered = new LongAdder();
        var histogram = new ConcurrentHistogram(LONGEST_NANOS, 3);
        var going = new AtomicBoolean(true);
        connectAll(histogram, delivered, device -> {
            if (going.get()) {
                devices.get(device).submit(partnerOf(device), PAYLOAD);
            }
        });
        for (int device = 0; device < devices.size(); device++) {
            for (int n = 0; n < inFlight; n++) {
                devices.get(device).submit(partnerOf(device), PAYLOAD);
            }
        }
        pause(effort.run());
        double[] perSecond = new double[effort.runs()];
        double[] perCpuSecond = new double[effort.runs()];
        for (int run = 0; run < effort.runs(); run++) {
            long before = delivered.sum();
            double cpu = relay.cpuSeconds();
            long start = System.nanoTime();
            pause(effort.run());
            long messages = delivered.sum() - before;
            perSecond[run] = messages / seconds(System.nanoTime() - start);
            perCpuSecond[run] = messages / (relay.cpuSeconds() - cpu);
        }
        going.set(false);
        settle(delivered);
        String load = devices.size() + " connections, " + inFlight + " in flight each";
        return List.of(
                Row.of("online, " + load, "msg/s", perSecond),
                Row.of("  the same, a second of relay CPU", "msg", perCpuSecond));
    }

    /// Open loop: messages leave at a fixed rate, whatever comes back.
    List<Row> latency(int perSecond) throws InterruptedException {
        var delivered = new LongAdder();
        var histogram = new ConcurrentHistogram(LONGEST_NANOS, 3);
        connectAll(histogram, delivered, _ -> {});
        long between = TimeUnit.SECONDS.toNanos(1) / perSecond;
        double[] p50 = new double[effort.runs()];
        double[] p99 = new double[effort.runs()];
        sendAtRate(between);
        for (int run = 0; run < effort.runs(); run++) {
            histogram.reset();
            sendAtRate(between);
            Histogram seen = histogram.copy();
            p50[run] = millis(seen.getValueAtPercentile(50));
            p99[run] = millis(seen.getValueAtPercentile(99));
        }
        settle(delivered);
        String load = "latency at " + perSecond + " msg/s open loop";
        return List.of(Row.of(load + ", p50", "ms", p50), Row.of(load + ", p99", "ms", p99));
    }

    private void sendAtRate(long between) {
        long start = System.nanoTime();
        long end = start + effort.run().toNanos();
        long next = start;
        for (int device = 0; next < end; device = (device + 1) % devices.size()) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            devices.get(device).submit(partnerOf(device), PAYLOAD);
            next += between;
        }
    }

    /// Every even device deposits for its odd partner, which is offline; then all partners come and take.
    List<Row> offline(int inFlight) throws InterruptedException {
        var accepted = new LongAdder();
        var histogram = new ConcurrentHistogram(LONGEST_NANOS, 3);
        var going = new AtomicBoolean(true);
        for (int device = 0; device < devices.size(); device += 2) {
            RawDevice sender = devices.get(device);
            RawDevice receiver = partnerOf(device);
            sender.connect(
                    _ -> {},
                    nanos -> {
                        accepted.increment();
                        histogram.recordValue(Math.min(nanos, LONGEST_NANOS));
                        if (going.get()) {
                            sender.submit(receiver, PAYLOAD);
                        }
                    },
                    () -> {});
            for (int n = 0; n < inFlight; n++) {
                sender.submit(receiver, PAYLOAD);
            }
        }
        long start = System.nanoTime();
        // Far from the 10,000 envelopes that a mailbox may hold.
        pause(Duration.ofSeconds(2));
        going.set(false);
        double perSecond = accepted.sum() / seconds(System.nanoTime() - start);
        double p99 = millis(histogram.getValueAtPercentile(99));
        settle(accepted);
        double drained = drain(accepted.sum());
        return List.of(
                Row.of("offline deposits, durable", "msg/s", perSecond),
                Row.of("  accept p99", "ms", p99),
                Row.of("drain of what waited, connects included", "msg/s", drained));
    }

    private double drain(long waiting) throws InterruptedException {
        var delivered = new LongAdder();
        var empty = new CountDownLatch(devices.size() / 2);
        long start = System.nanoTime();
        for (int device = 1; device < devices.size(); device += 2) {
            devices.get(device).connect(_ -> delivered.increment(), _ -> {}, empty::countDown);
        }
        if (!empty.await(120, TimeUnit.SECONDS) || delivered.sum() != waiting) {
            throw new IllegalStateException("drained " + delivered.sum() + " of " + waiting);
        }
        double seconds = seconds(System.nanoTime() - start);
        disconnectAll();
        return waiting / seconds;
    }

    private interface OnAccepted {
        void by(int device);
    }

    private void connectAll(Histogram histogram, LongAdder delivered, OnAccepted onAccepted) {
        for (int device = 0; device < devices.size(); device++) {
            int number = device;
            devices.get(device)
                    .connect(
                            nanos -> {
                                delivered.increment();
                                histogram.recordValue(Math.min(nanos, LONGEST_NANOS));
                            },
                            _ -> onAccepted.by(number),
                            () -> {});
        }
    }

    /// Waits until nothing moves any more, and goes offline.
    private void settle(LongAdder moving) {
        long last = -1;
        while (moving.sum() != last) {
            last = moving.sum();
            pause(Duration.ofMillis(500));
        }
        disconnectAll();
    }

    private void disconnectAll() {
        devices.forEach(RawDevice::disconnect);
        pause(Duration.ofMillis(200));
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    @Override
    public void close() {
        devices.forEach(RawDevice::close);
    }
}
