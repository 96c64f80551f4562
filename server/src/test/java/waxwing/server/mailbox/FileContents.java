package waxwing.server.mailbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/// The bytes of a file on a [SimulatedDisk].
final class FileContents {
    /// What a disk writes whole or not at all.
    private static final int SECTOR = 512;

    private byte[] bytes = new byte[0];
    private int size;
    private final boolean holes;

    FileContents() {
        holes = true;
    }

    /// @param holes whether the file may grow over what is not there, which then is zeros
    FileContents(FileContents other, boolean holes) {
        this.holes = holes;
        bytes = Arrays.copyOf(other.bytes, other.size);
        size = other.size;
    }

    void apply(DiskEvent event) {
        switch (event) {
            case DiskEvent.Write write -> put(write, 0, write.bytes().limit());
            case DiskEvent.Truncate truncate -> resize(Math.toIntExact(truncate.size()));
            case DiskEvent.Extend extend -> resize(Math.max(size, Math.toIntExact(extend.size())));
            case DiskEvent.Zero zero -> {
                int from = (int) Math.min(size, zero.position());
                Arrays.fill(bytes, from, (int) Math.min(size, zero.position() + zero.length()), (byte) 0);
            }
            default -> throw new IllegalStateException(event + ": does not change a file");
        }
    }

    void applyTorn(DiskEvent event, Random random) {
        if (!(event instanceof DiskEvent.Write write)) {
            if (random.nextBoolean()) {
                apply(event);
            }
            return;
        }
        int length = write.bytes().limit();
        int from = 0;
        while (from < length) {
            int sectorEnd = (int) (((write.position() + from) / SECTOR + 1) * SECTOR - write.position());
            int to = Math.min(length, sectorEnd);
            if (random.nextBoolean()) {
                put(write, from, to);
            }
            from = to;
        }
    }

    private void put(DiskEvent.Write write, int from, int to) {
        int at = Math.toIntExact(write.position()) + from;
        if (!holes && at > size) {
            return;
        }
        resize(Math.max(size, at + to - from));
        write.bytes().get(from, bytes, at, to - from);
    }

    private void resize(int to) {
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(to, 2 * bytes.length));
        }
        if (to < size) {
            Arrays.fill(bytes, to, size, (byte) 0);
        }
        size = to;
    }

    void writeTo(Path path) throws IOException {
        try (var file = Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer all = ByteBuffer.wrap(bytes, 0, size);
            while (all.hasRemaining()) {
                file.write(all);
            }
        }
    }
}
