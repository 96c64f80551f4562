package waxwing.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/// The H2 file system `forced:`, which forces each write to the disk before it returns, and the folder's entry
/// after a file was made or renamed. H2 itself never does: a commit would be lost with the power.
///
/// Public only because H2 makes instances by reflection.
public final class ForcedFilePath extends FilePathWrapper {
    static final String SCHEME = "forced";

    private static final AtomicBoolean REGISTERED = new AtomicBoolean();

    /// Of each file the first write or force that failed since it was opened.
    private static final Map<Path, StorageFailure> FAILURES = new ConcurrentHashMap<>();

    /// Those that are open to be written.
    private static final Map<Path, ForcedChannel> OPEN = new ConcurrentHashMap<>();

    /// The first failure of a file's writes and forces since it was opened. It is known here before their caller
    /// knows of it.
    static Optional<StorageFailure> failureOf(Path file) {
        return Optional.ofNullable(FAILURES.get(file));
    }

    /// Copies a file that is open here, as it is on the disk. Through any other channel it would lose its lock: the
    /// system drops a process's locks on a file as soon as the process closes it anywhere.
    static void copy(Path file, FileChannel to) throws IOException {
        ForcedChannel from = OPEN.get(file);
        if (from == null) {
            throw new IOException(file + " is not open");
        }
        transfer(from.file, to);
    }

    static boolean isOpen(Path file) {
        return OPEN.containsKey(file);
    }

    /// Makes a file the same as another.
    static void transfer(FileChannel from, FileChannel to) throws IOException {
        long size = from.size();
        for (long at = 0; at < size; ) {
            long moved = from.transferTo(at, size - at, to);
            if (moved == 0) {
                throw new IOException("a file ends at byte " + at + " (expected: " + size + ")");
            }
            at += moved;
        }
        to.truncate(size);
    }

    static void register() {
        if (REGISTERED.compareAndSet(false, true)) {
            FilePath.register(new ForcedFilePath());
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        boolean made = !mode.equals("r") && !exists();
        FileChannel opened = super.open(mode);
        FAILURES.remove(plainPath());
        if (made) {
            Folders.forceEntryOf(plainPath());
        }
        ForcedChannel forced = new ForcedChannel(opened, plainPath());
        if (!mode.equals("r")) {
            OPEN.put(plainPath(), forced);
        }
        return forced;
    }

    @Override
    public boolean createFile() {
        boolean made = super.createFile();
        if (made) {
            forceEntry();
        }
        return made;
    }

    @Override
    public void moveTo(FilePath newName, boolean atomicReplace) {
        super.moveTo(newName, atomicReplace);
        forceEntry();
    }

    private void forceEntry() {
        try {
            Folders.forceEntryOf(plainPath());
        } catch (IOException e) {
            throw new UncheckedIOException("force of a folder failed", e);
        }
    }

    private Path plainPath() {
        return plainPath(this);
    }

    /// The file below all wrappers.
    static Path plainPath(FilePath wrapped) {
        FilePath path = wrapped;
        while (path instanceof FilePathWrapper wrapper) {
            path = wrapper.unwrap();
        }
        String text = path.toString();
        return Path.of(text.substring(text.indexOf(':') + 1));
    }

    /// Forces after each write, without the file's times, which nothing needs.
    private static final class ForcedChannel extends FileBaseDefault {
        /// What a disk writes whole or not at all.
        private static final int SECTOR = 512;
        /// Chunks are whole blocks, and so is what encryption puts before them.
        private static final int BLOCK = 4_096;

        private final FileChannel file;

        private final Path path;
        /// After a failure nothing more is written. H2 may go on for a moment as if it had not failed, and would
        /// use space again that is needed by what is on the disk.
        private volatile @Nullable IOException failed;

        private ForcedChannel(FileChannel file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        /// H2 takes a chunk for whole once it finds the chunk's footer, which is in the last sector. So
        /// everything else is forced before that sector is written: a chunk torn by a loss of power has no
        /// footer.
        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            int length = source.remaining();
            if (length > SECTOR) {
                int body = length - SECTOR;
                writeAll(source.slice(source.position(), body), position);
                forceNow(false);
                source.position(source.position() + body);
                writeAll(source, position + body);
            } else {
                writeAll(source, position);
            }
            forceNow(false);
            return length;
        }

        private void writeAll(ByteBuffer source, long position) throws IOException {
            long at = position;
            refuseAfterFailure();
            try {
                while (source.hasRemaining()) {
                    at += file.write(source, at);
                }
            } catch (IOException e) {
                throw noted(e, isFull(e, source.remaining()) ? Faults.full(e) : Faults.failed(e));
            }
        }

        private void refuseAfterFailure() throws IOException {
            IOException before = failed;
            if (before != null) {
                throw new IOException("an earlier write failed", before);
            }
        }

        private IOException noted(IOException cause, StorageFailure failure) {
            failed = cause;
            FAILURES.putIfAbsent(path, failure);
            return cause;
        }

        /// The system's own words for it may be in any language.
        private boolean isFull(IOException failure, int bytes) {
            return Faults.isFull(failure) || path.toFile().getUsableSpace() < bytes;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            refuseAfterFailure();
            try {
                file.truncate(size);
            } catch (IOException e) {
                throw noted(e, Faults.failed(e));
            }
            forceNow(true);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            forceNow(metaData);
        }

        /// H2 locks a file before it reads it. From then on nobody else writes, and a block that is not whole
        /// was never part of a commit. H2 opens an encrypted file that ends with one without the block before
        /// it, which may be the end of the last commit, so it goes.
        @Override
        public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
            @Nullable FileLock lock = file.tryLock(position, size, shared);
            if (lock != null && !shared) {
                long torn = file.size() % BLOCK;
                if (torn != 0) {
                    implTruncate(file.size() - torn);
                }
            }
            return lock;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            OPEN.remove(path, this);
            file.close();
        }

        private void forceNow(boolean metaData) throws IOException {
            try {
                file.force(metaData);
            } catch (IOException e) {
                ForceFailedException failure = new ForceFailedException(e);
                throw noted(failure, Faults.failed(failure));
            }
        }
    }

    /// The operating system could not make a write durable and may have dropped it: retrying would lie
    /// (fsyncgate).
    static final class ForceFailedException extends IOException {
        private static final long serialVersionUID = 1L;

        ForceFailedException(IOException cause) {
            super("force to disk failed", cause);
        }
    }
}
