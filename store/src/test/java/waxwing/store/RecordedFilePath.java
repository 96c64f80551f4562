package waxwing.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/// The H2 file system `recorded:`, which notes every write and force of database files, so that a test can
/// build the disk as it may be after the power was lost at any moment. One recording at a time.
///
/// Public only because H2 makes instances by reflection.
public final class RecordedFilePath extends FilePathWrapper {
    static final String SCHEME = "recorded";

    private static final List<Event> EVENTS = new ArrayList<>();

    /// What happened to the file, in order.
    sealed interface Event {
        /// @param bytes from 0 to its limit, not to be changed
        record Write(long position, ByteBuffer bytes) implements Event {}

        record Truncate(long size) implements Event {}

        /// Everything before is on the disk.
        record Force() implements Event {}
    }

    static void start() {
        FilePath.register(new RecordedFilePath());
        synchronized (EVENTS) {
            EVENTS.clear();
        }
    }

    /// How many events there were so far.
    static int position() {
        synchronized (EVENTS) {
            return EVENTS.size();
        }
    }

    static List<Event> events() {
        synchronized (EVENTS) {
            return List.copyOf(EVENTS);
        }
    }

    private static void note(Event event) {
        synchronized (EVENTS) {
            EVENTS.add(event);
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel file = super.open(mode);
        return name.endsWith(".mv.db") ? new RecordedChannel(file) : file;
    }

    private static final class RecordedChannel extends FileBaseDefault {
        private final FileChannel file;

        private RecordedChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(source.remaining())
                    .put(source.duplicate())
                    .flip();
            int written = file.write(source, position);
            note(new Event.Write(position, bytes.limit(written)));
            return written;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
            note(new Event.Truncate(size));
        }

        @Override
        public void force(boolean metaData) {
            note(new Event.Force());
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
