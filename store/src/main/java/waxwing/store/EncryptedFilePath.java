package waxwing.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.security.SHA256;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/// The H2 file system `encrypted:`, whose files are byte for byte what H2 itself makes of them with `CIPHER=AES`, and
/// are made faster. The file's key is known here from before H2 opens it until it is closed.
///
/// Public only because H2 makes instances by reflection.
public final class EncryptedFilePath extends FilePathWrapper {
    static final String SCHEME = "encrypted";

    private static final AtomicBoolean REGISTERED = new AtomicBoolean();
    private static final Map<Path, FileKey> KEYS = new ConcurrentHashMap<>();

    /// Says with which key a file is to be opened, until it is forgotten.
    ///
    /// @throws StorageFailure if this program has the file open: its other user might have another key
    static void remember(Path file, FileKey key) {
        if (REGISTERED.compareAndSet(false, true)) {
            FilePath.register(new EncryptedFilePath());
        }
        if (KEYS.putIfAbsent(file, key) != null) {
            throw new StorageFailure(file + ": is open already in this program");
        }
    }

    static void forget(Path file) {
        KEYS.remove(file);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        Path file = ForcedFilePath.plainPath(this);
        @Nullable FileKey key = KEYS.get(file);
        if (key == null) {
            throw new IOException(file + ": its key is not known here");
        }
        return new EncryptedChannel(super.open(mode), key);
    }

    /// A block of its own says that the file is encrypted, and holds the salt of its key. All blocks after it are
    /// encrypted, each under its number; H2 writes only whole ones.
    private static final class EncryptedChannel extends FileBaseDefault {
        private static final int BLOCK = Xts.BLOCK;
        private static final byte[] MARK = "H2encrypt\n".getBytes(StandardCharsets.ISO_8859_1);
        private static final int SALT = 8;
        private static final int KEY = 16;
        /// The key below it is random, so that there is nothing to stretch.
        private static final int ITERATIONS = 10;

        private final FileChannel file;
        private final FileKey key;
        private volatile @Nullable Xts cipher;
        /// Of what is encrypted, in bytes.
        private volatile long size;

        private EncryptedChannel(FileChannel file, FileKey key) {
            this.file = file;
            this.key = key;
        }

        /// Not before the first use: H2 locks a file first, and somebody else may have it.
        private Xts cipher() throws IOException {
            Xts known = cipher;
            return known == null ? started() : known;
        }

        private synchronized Xts started() throws IOException {
            Xts known = cipher;
            if (known != null) {
                return known;
            }
            byte[] header = new byte[BLOCK];
            if (file.size() < BLOCK) {
                byte[] salt = new byte[SALT];
                new SecureRandom().nextBytes(salt);
                System.arraycopy(MARK, 0, header, 0, MARK.length);
                System.arraycopy(salt, 0, header, MARK.length, SALT);
                writeFully(ByteBuffer.wrap(header), 0);
            } else {
                readFully(ByteBuffer.wrap(header), 0);
                size = (file.size() - BLOCK) / BLOCK * BLOCK;
            }
            byte[] salt = Arrays.copyOfRange(header, MARK.length, MARK.length + SALT);
            byte[] password = key.asH2Password();
            byte[] secret = SHA256.getPBKDF2(password, salt, ITERATIONS, KEY);
            Xts made = new Xts(secret);
            Arrays.fill(password, (byte) 0);
            Arrays.fill(secret, (byte) 0);
            cipher = made;
            return made;
        }

        @Override
        public long size() throws IOException {
            cipher();
            return size;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Readers need not wait for each other.
        public int read(ByteBuffer target, long position) throws IOException {
            Xts cipher = cipher();
            int length = (int) Math.min(target.remaining(), size - position);
            if (length <= 0) {
                return target.hasRemaining() ? -1 : 0;
            }
            long first = position / BLOCK;
            long end = (position + length + BLOCK - 1) / BLOCK;
            byte[] blocks = new byte[Math.toIntExact((end - first) * BLOCK)];
            readFully(ByteBuffer.wrap(blocks), BLOCK + first * BLOCK);
            cipher.decrypt(first, blocks);
            target.put(blocks, (int) (position - first * BLOCK), length);
            return length;
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            int length = source.remaining();
            whole(position);
            whole(length);
            byte[] blocks = new byte[length];
            source.get(blocks);
            cipher().encrypt(position / BLOCK, blocks);
            writeFully(ByteBuffer.wrap(blocks), BLOCK + position);
            size = Math.max(size, position + length);
            return length;
        }

        @Override
        protected synchronized void implTruncate(long newSize) throws IOException {
            cipher();
            whole(newSize);
            if (newSize < size) {
                file.truncate(BLOCK + newSize);
                size = newSize;
            }
        }

        private static void whole(long bytes) throws IOException {
            if (bytes < 0 || bytes % BLOCK != 0) {
                throw new IOException(bytes + " bytes (expected: a multiple of " + BLOCK + ")");
            }
        }

        private void readFully(ByteBuffer target, long position) throws IOException {
            long at = position;
            while (target.hasRemaining()) {
                int read = file.read(target, at);
                if (read < 0) {
                    throw new EOFException("the file ends at byte " + at);
                }
                at += read;
            }
        }

        private void writeFully(ByteBuffer source, long position) throws IOException {
            long at = position;
            while (source.hasRemaining()) {
                at += file.write(source, at);
            }
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public @Nullable FileLock tryLock(long position, long length, boolean shared) throws IOException {
            return file.tryLock(position, length, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
