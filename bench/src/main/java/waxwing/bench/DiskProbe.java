package waxwing.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// How often a second a disk makes 4 KiB durable: what bounds a relay that answers only after that.
final class DiskProbe {
    private static final int BLOCK = 4096;

    private DiskProbe() {}

    /// Appends and forces (fdatasync) for so long, in a file of its own in this folder.
    static double forcesPerSecond(Path folder, Duration time) throws IOException {
        Path file = Files.createTempFile(folder, "bench-", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            long start = System.nanoTime();
            int forces = 0;
            do {
                channel.write(ByteBuffer.allocate(BLOCK));
                channel.force(false);
                forces++;
            } while (System.nanoTime() - start < time.toNanos());
            return forces / Pause.seconds(System.nanoTime() - start);
        } finally {
            Files.delete(file);
        }
    }
}
