package waxwing.server.mailbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a program did to a file or a folder, as the [Recorder] saw it. A descriptor names an open file or folder
/// from its [Open] to its [Close].
sealed interface DiskEvent {
    record Open(int descriptor, Path path, boolean made, boolean truncated) implements DiskEvent {}

    record Close(int descriptor) implements DiskEvent {}

    /// @param bytes from 0 to its limit, not to be changed
    record Write(int descriptor, long position, ByteBuffer bytes) implements DiskEvent {}

    record Truncate(int descriptor, long size) implements DiskEvent {}

    /// The file has at least this size from now on.
    record Extend(int descriptor, long size) implements DiskEvent {}

    /// Part of the file, as far as it reaches, became zeros.
    record Zero(int descriptor, long position, long length) implements DiskEvent {}

    /// What was done to the file or folder before is on the disk.
    record Sync(int descriptor) implements DiskEvent {}

    /// Writing to the disk was begun; nothing is promised.
    record SyncRange(int descriptor) implements DiskEvent {}

    record Rename(Path from, Path to) implements DiskEvent {}

    record Link(Path from, Path to) implements DiskEvent {}

    record Unlink(Path path) implements DiskEvent {}

    record MakeFolder(Path path) implements DiskEvent {}

    /// @param record what the library wrote
    static List<DiskEvent> read(Path record) throws IOException {
        List<DiskEvent> events = new ArrayList<>();
        try (FileChannel file = FileChannel.open(record)) {
            ByteBuffer bytes =
                    file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()).order(ByteOrder.nativeOrder());
            while (bytes.hasRemaining()) {
                events.add(next(bytes));
            }
        }
        return events;
    }

    /// The layout is explained in `recorder.c`.
    private static DiskEvent next(ByteBuffer from) {
        int operation = from.getInt();
        int descriptor = from.getInt();
        long first = from.getLong();
        long second = from.getLong();
        int pathLength = from.getInt();
        int otherLength = from.getInt();
        int dataLength = from.getInt();
        from.getInt();
        Path path = path(from, pathLength);
        Path other = path(from, otherLength);
        ByteBuffer data = from.slice(from.position(), dataLength);
        from.position(from.position() + dataLength);
        return switch (operation) {
            case 1 -> new Open(descriptor, path, first != 0, second != 0);
            case 2 -> new Close(descriptor);
            case 3 -> new Write(descriptor, first, data);
            case 4 -> new Truncate(descriptor, first);
            case 5 -> new Extend(descriptor, first);
            case 6 -> new Zero(descriptor, first, second);
            case 7 -> new Sync(descriptor);
            case 8 -> new SyncRange(descriptor);
            case 9 -> new Rename(path, other);
            case 10 -> new Link(path, other);
            case 11 -> new Unlink(path);
            case 12 -> new MakeFolder(path);
            default -> throw new IllegalStateException("operation: " + operation + " (expected: 1..12)");
        };
    }

    private static Path path(ByteBuffer from, int length) {
        byte[] text = new byte[length];
        from.get(text);
        return Path.of(new String(text, StandardCharsets.UTF_8)).normalize();
    }
}
