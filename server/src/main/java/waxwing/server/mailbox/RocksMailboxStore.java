package waxwing.server.mailbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import waxwing.store.StorageFailure;
import waxwing.store.StorageFull;

/// Mailboxes in RocksDB, for the relay of one machine: a batch of changes is one record of the write-ahead log,
/// forced to the disk before [#apply] returns.
public final class RocksMailboxStore implements MailboxStore {
    private static final byte[] RESERVED = "reserved".getBytes(StandardCharsets.US_ASCII);

    /// Entries that one look for expired ones goes through.
    private static final int SWEEP = 50_000;

    private static final long REOPEN_NANOS = 1_000_000_000L;

    static {
        RocksDB.loadLibrary();
    }

    private final Path folder;
    private final long memtableBytes;
    private volatile RocksFiles files;
    /// RocksDB refuses every write after one that found no space, until it is opened anew.
    private volatile boolean full;
    private volatile boolean closed;
    private long lastTry;
    /// Where the look for expired entries goes on.
    private byte[] sweptTo = new byte[0];
    private final WriteOptions synced = new WriteOptions().setSync(true).setNoSlowdown(true);
    private final WriteOptions unsynced = new WriteOptions().setNoSlowdown(true);
    private final WriteOptions syncedPatiently = new WriteOptions().setSync(true);
    private final WriteOptions unsyncedPatiently = new WriteOptions();
    private final ReadOptions scanning = new ReadOptions().setFillCache(false);

    private RocksMailboxStore(Path folder, long memtableBytes) {
        this.folder = folder;
        this.memtableBytes = memtableBytes;
        this.files = RocksFiles.open(folder, memtableBytes);
    }

    /// Opens the mailboxes in a folder, or makes them where there have never been any.
    ///
    /// @throws StorageFailure if they can't be opened, or were here once and are gone
    public static RocksMailboxStore open(Path folder) {
        return open(folder, RocksFiles.MEMTABLE_BYTES);
    }

    /// @param memtableBytes small, so that a short test sees files made, merged and given up
    static RocksMailboxStore open(Path folder, long memtableBytes) {
        return new RocksMailboxStore(folder, memtableBytes);
    }

    private RocksFiles open() {
        if (full) {
            reopen();
        }
        return files;
    }

    /// Runs work on the open database, and if it was closed for want of room meanwhile, on the one that took its place.
    private <T> T reading(Supplier<T> work) {
        while (true) {
            try {
                return open().reading(work);
            } catch (RocksFiles.ClosedException e) {
                if (closed) {
                    throw e;
                }
            }
        }
    }

    private synchronized void reopen() {
        long now = System.nanoTime();
        if (!full) {
            return;
        }
        if (now - lastTry < REOPEN_NANOS) {
            throw new StorageFull("the disk is full: nothing was stored", new IllegalStateException("tried just now"));
        }
        lastTry = now;
        files.close();
        files = RocksFiles.open(folder, memtableBytes);
        full = false;
    }

    @Override
    public void apply(List<Change> changes) {
        reading(() -> write(changes));
    }

    private boolean write(List<Change> changes) {
        boolean durable = false;
        try (WriteBatch batch = new WriteBatch()) {
            for (int i = 0; i < changes.size(); i++) {
                add(batch, changes.get(i), changes.subList(0, i));
                durable |= changes.get(i).mustBeDurable();
            }
            commit(batch, durable);
            return durable;
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /// RocksDB holds writes back while it can't give up memory. That passes, unless there is no room for the file that
    /// the memory would become: then it would wait for as long as the disk is full, and whoever deposits with it.
    private void commit(WriteBatch batch, boolean durable) throws RocksDBException {
        try {
            files.database().write(durable ? synced : unsynced, batch);
        } catch (RocksDBException e) {
            Status status = e.getStatus();
            if (status == null || status.getCode() != Status.Code.Incomplete) {
                throw e;
            }
            if (!hasRoomForFiles()) {
                full = true;
                throw new StorageFull("the disk is full: nothing was stored", e);
            }
            files.database().write(durable ? syncedPatiently : unsyncedPatiently, batch);
        }
    }

    private boolean hasRoomForFiles() {
        try {
            return Files.getFileStore(folder).getUsableSpace() >= 2 * memtableBytes;
        } catch (IOException e) {
            throw new StorageFailure(folder + ": can't be asked how full its disk is", e);
        }
    }

    private void add(WriteBatch batch, Change change, List<Change> before) throws RocksDBException {
        switch (change) {
            case Change.Put put ->
                batch.put(
                        files.entries(),
                        RocksKeys.entryKey(put.queue(), put.sequence()),
                        EntryCodec.encode(put.entry()));
            case Change.Accepted accepted ->
                batch.put(
                        files.submits(),
                        RocksKeys.submitKey(accepted.submit()),
                        RocksKeys.longBytes(accepted.atMillis()));
            // Each key is put once and removed once, which is what single deletion needs.
            case Change.Remove remove ->
                batch.singleDelete(files.entries(), RocksKeys.entryKey(remove.queue(), remove.sequence()));
            case Change.Wipe wipe -> {
                for (byte[] key : keysOf(wipe.queue(), before)) {
                    batch.singleDelete(files.entries(), key);
                }
            }
            case Change.Reserve reserve -> batch.put(files.meta(), RESERVED, RocksKeys.longBytes(reserve.sequence()));
            case Change.ForgetSubmits forget ->
                batch.deleteRange(
                        files.submits(), RocksKeys.submitsFrom(0), RocksKeys.submitsFrom(forget.madeBeforeMillis()));
        }
    }

    @Override
    public List<SequencedEntry> read(QueueId queue, long after, int max) {
        return reading(() -> entries(queue, after, max));
    }

    private List<SequencedEntry> entries(QueueId queue, long after, int max) {
        List<SequencedEntry> found = new ArrayList<>();
        try (Range range = new Range(queue)) {
            RocksIterator at = range.iterator;
            for (at.seek(RocksKeys.entryKey(queue, after + 1)); at.isValid() && found.size() < max; at.next()) {
                found.add(new SequencedEntry(RocksKeys.sequenceOf(at.key()), EntryCodec.decode(at.value())));
            }
            at.status();
        } catch (RocksDBException e) {
            throw failure(e);
        }
        return found;
    }

    @Override
    public QueueUsage usage(QueueId queue) {
        return reading(() -> counted(queue));
    }

    private QueueUsage counted(QueueId queue) {
        int entries = 0;
        long bytes = 0;
        try (Range range = new Range(queue)) {
            RocksIterator at = range.iterator;
            for (at.seek(RocksKeys.entryKey(queue, 0)); at.isValid(); at.next()) {
                entries++;
                bytes += EntryCodec.sizeOf(at.value());
            }
            at.status();
        } catch (RocksDBException e) {
            throw failure(e);
        }
        return new QueueUsage(entries, bytes);
    }

    /// @param before changes of the same batch, which the database does not show yet
    private List<byte[]> keysOf(QueueId queue, List<Change> before) throws RocksDBException {
        List<byte[]> keys = new ArrayList<>();
        for (Change change : before) {
            if (change instanceof Change.Put put && put.queue().equals(queue)) {
                keys.add(RocksKeys.entryKey(queue, put.sequence()));
            }
        }
        try (Range range = new Range(queue)) {
            RocksIterator at = range.iterator;
            for (at.seek(RocksKeys.entryKey(queue, 0)); at.isValid(); at.next()) {
                keys.add(at.key());
            }
            at.status();
        }
        return keys;
    }

    @Override
    public OptionalLong acceptedAt(SubmitKey submit) {
        return reading(() -> longAt(files.submits(), RocksKeys.submitKey(submit)));
    }

    @Override
    public OptionalLong newestSubmit(QueueId sender) {
        return reading(() -> newestOf(sender));
    }

    private OptionalLong newestOf(QueueId sender) {
        try (RocksIterator at = files.database().newIterator(files.submits())) {
            at.seekToLast();
            while (at.isValid()) {
                int eightHours = ByteBuffer.wrap(at.key()).getInt();
                at.seekForPrev(RocksKeys.submitsOf(eightHours, sender.value() + 1));
                if (at.isValid() && RocksKeys.isOf(eightHours, sender, at.key())) {
                    return OptionalLong.of(RocksKeys.madeAt(at.key()));
                }
                at.seekForPrev(RocksKeys.submitsOf(eightHours, 0));
            }
            at.status();
            return OptionalLong.empty();
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public List<QueueId> heldQueues() {
        return reading(this::queuesOfHeld);
    }

    /// Their names are the last of all, and one look at each leads to the next.
    private List<QueueId> queuesOfHeld() {
        List<QueueId> found = new ArrayList<>();
        try (RocksIterator at = files.database().newIterator(files.entries(), scanning)) {
            at.seek(RocksKeys.entryKey(QueueId.FIRST_HELD, 0));
            while (at.isValid()) {
                QueueId queue = RocksKeys.queueOf(at.key());
                found.add(queue);
                at.seek(RocksKeys.entryKey(new QueueId(queue.value() + 1), 0));
            }
            at.status();
        } catch (RocksDBException e) {
            throw failure(e);
        }
        return found;
    }

    @Override
    public long reserved() {
        return reading(() -> longAt(files.meta(), RESERVED).orElse(0));
    }

    private OptionalLong longAt(ColumnFamilyHandle family, byte[] key) {
        try {
            byte[] value = files.database().get(family, key);
            return value == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(ByteBuffer.wrap(value).getLong());
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public List<ExpiredEntry> expired(long nowMillis, int max) {
        return reading(() -> expiredEntries(nowMillis, max));
    }

    /// Goes on behind the last entry that was looked at, and once round the end.
    private synchronized List<ExpiredEntry> expiredEntries(long nowMillis, int max) {
        List<ExpiredEntry> found = new ArrayList<>();
        byte[] start = sweptTo;
        byte[] all = new byte[0];
        sweep(start, all, nowMillis, max, found);
        if (sweptTo.length == 0 && start.length > 0) {
            sweep(all, start, nowMillis, max, found);
        }
        return found;
    }

    /// Looks at entries from one key up to another, which is empty for the end of all, and notes how far it came.
    private void sweep(byte[] from, byte[] until, long nowMillis, int max, List<ExpiredEntry> found) {
        try (RocksIterator at = files.database().newIterator(files.entries(), scanning)) {
            at.seek(from);
            for (int seen = 0; at.isValid() && seen < SWEEP && found.size() < max; seen++) {
                byte[] key = at.key();
                if (until.length > 0 && Arrays.compareUnsigned(key, until) >= 0) {
                    return;
                }
                byte[] value = at.value();
                if (ByteBuffer.wrap(value).getLong(EntryCodec.EXPIRY_OFFSET) <= nowMillis) {
                    ByteBuffer place = ByteBuffer.wrap(key);
                    found.add(
                            new ExpiredEntry(new QueueId(place.getLong()), place.getLong(), EntryCodec.sizeOf(value)));
                }
                sweptTo = Arrays.copyOf(key, RocksKeys.ENTRY_KEY + 1);
                at.next();
            }
            at.status();
            if (!at.isValid()) {
                sweptTo = new byte[0];
            }
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        scanning.close();
        unsyncedPatiently.close();
        syncedPatiently.close();
        unsynced.close();
        synced.close();
        files.close();
    }

    /// The entries of one queue; the bound spares the iterator from walking over tombstones of the next queue.
    private final class Range implements AutoCloseable {
        private final Slice end;
        private final ReadOptions options;
        private final RocksIterator iterator;

        private Range(QueueId queue) {
            end = new Slice(RocksKeys.entryKey(new QueueId(queue.value() + 1), 0));
            options = new ReadOptions().setIterateUpperBound(end);
            iterator = files.database().newIterator(files.entries(), options);
        }

        @Override
        public void close() {
            iterator.close();
            options.close();
            end.close();
        }
    }

    private StorageFailure failure(RocksDBException e) {
        StorageFailure failure = RocksFiles.failure(e, "the mailboxes' storage failed: ");
        if (failure instanceof StorageFull) {
            full = true;
        }
        return failure;
    }
}
