package waxwing.server.mailbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;
import waxwing.store.Marker;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// An open RocksDB folder and its native objects, closed in the order that RocksDB wants.
final class RocksFiles implements AutoCloseable {
    private static final byte[] IDENTITY = "identity".getBytes(StandardCharsets.US_ASCII);
    private static final long CACHE_BYTES = 32L << 20;
    /// As many writes of one kind are kept in memory before they become a file.
    static final long MEMTABLE_BYTES = 64L << 20;

    private static final long BYTES_PER_SYNC = 1L << 20;

    private final LRUCache cache;
    private final BloomFilter filter;
    private final ColumnFamilyOptions familyOptions;
    private final DBOptions options;
    private final RocksDB database;
    private final List<ColumnFamilyHandle> families;
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private boolean closed;

    private RocksFiles(Path folder, boolean mayBeMade, long memtableBytes) throws RocksDBException {
        cache = new LRUCache(CACHE_BYTES);
        filter = new BloomFilter(10, false);
        // Ciphertext does not compress. Filters and indexes count against the cache.
        familyOptions = new ColumnFamilyOptions()
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(memtableBytes)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(filter));
        options = new DBOptions()
                .setCreateIfMissing(mayBeMade)
                .setCreateMissingColumnFamilies(mayBeMade)
                .setMaxTotalWalSize(4 * memtableBytes)
                .setAvoidFlushDuringRecovery(true)
                // Files that are made beside go to the disk bit by bit, so that no batch waits behind 64 MiB of them.
                .setBytesPerSync(BYTES_PER_SYNC)
                .setKeepLogFileNum(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
        families = new ArrayList<>();
        database = RocksDB.open(
                options,
                folder.toString(),
                List.of(
                        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions),
                        family("entries"),
                        family("submits")),
                families);
    }

    private ColumnFamilyDescriptor family(String name) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII), familyOptions);
    }

    static RocksFiles open(Path folder, long memtableBytes) {
        Marker marker = new Marker(folder.resolveSibling(folder.getFileName() + ".marker"));
        Optional<UUID> marked = marker.read();
        try {
            Files.createDirectories(folder);
            forceLogs(folder);
            RocksFiles files = new RocksFiles(folder, marked.isEmpty(), memtableBytes);
            files.checkIdentity(marker, marked);
            return files;
        } catch (RocksDBException e) {
            throw failure(e, folder + ": the mailboxes cannot be opened: ");
        } catch (IOException e) {
            throw new StorageFailure(folder + ": the mailboxes cannot be opened: " + e.getMessage(), e);
        }
    }

    /// What an earlier process wrote last may never have been forced: removals need not be. Recovery reads it, and
    /// new batches go to a new log behind it. Were the old log torn by a loss of power then, recovery would stop
    /// there and drop the new one, with all that was acknowledged meanwhile.
    private static void forceLogs(Path folder) throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    /// What is acknowledged comes after the marker; so a folder that carries the marker has to hold its identity.
    private void checkIdentity(Marker marker, Optional<UUID> marked) throws RocksDBException {
        byte[] inside = database.get(IDENTITY);
        Optional<UUID> identity = inside == null ? Optional.empty() : Optional.of(UUID.nameUUIDFromBytes(inside));
        if (marked.isPresent()) {
            if (!marked.equals(identity)) {
                close();
                throw new StorageFailure("the mailboxes are not those that " + marker.file()
                        + " names, or are damaged; restore them from a backup");
            }
            return;
        }
        byte[] fresh = inside == null ? UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII) : inside;
        try (var synced = new WriteOptions().setSync(true)) {
            database.put(synced, IDENTITY, fresh);
        }
        marker.write(UUID.nameUUIDFromBytes(fresh));
    }

    /// @param what the beginning of a sentence that the database's own words end
    static StorageFailure failure(RocksDBException e, String what) {
        Status status = e.getStatus();
        boolean full = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        return full
                ? new StorageFull("the disk is full: nothing was stored", e)
                : new StorageFailure(what + e.getMessage(), e);
    }

    /// The database was closed before the work began.
    static final class ClosedException extends StorageFailure {
        private static final long serialVersionUID = 1L;

        private ClosedException() {
            super("the mailboxes are closed");
        }
    }

    /// Runs work on the open database; [#close] waits for it. Native code would crash on a closed one.
    <T> T reading(Supplier<T> work) {
        closing.readLock().lock();
        try {
            if (closed) {
                throw new ClosedException();
            }
            return work.get();
        } finally {
            closing.readLock().unlock();
        }
    }

    RocksDB database() {
        return database;
    }

    ColumnFamilyHandle meta() {
        return families.get(0);
    }

    ColumnFamilyHandle entries() {
        return families.get(1);
    }

    ColumnFamilyHandle submits() {
        return families.get(2);
    }

    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closeAll();
            }
        } finally {
            closing.writeLock().unlock();
        }
    }

    private void closeAll() {
        families.forEach(ColumnFamilyHandle::close);
        database.close();
        options.close();
        familyOptions.close();
        filter.close();
        cache.close();
    }
}
