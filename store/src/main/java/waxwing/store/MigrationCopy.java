package waxwing.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The copy of an H2 file from before its schema is changed. H2 commits with each statement that changes a schema, so a
/// migration that was cut off can't be rolled back: it begins anew, from the copy.
///
/// A copy that has its name is whole, and nothing was acknowledged since it was made: a database whose migration failed
/// does no other work.
final class MigrationCopy {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationCopy.class);

    private final Path original;
    private final Path copy;
    private final Path unfinished;

    /// @param original the file that H2 writes
    MigrationCopy(Path original) {
        this.original = original;
        this.copy = original.resolveSibling(original.getFileName() + ".before-migration");
        this.unfinished = original.resolveSibling(copy.getFileName() + ".new");
    }

    /// Copies the file, which is open here and not written at this time. Durable when it returns.
    ///
    /// @throws StorageFull if there is no room for it
    void make() {
        try {
            Files.deleteIfExists(unfinished);
            try (FileChannel to = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ForcedFilePath.copy(original, to);
                to.force(true);
            }
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
            Folders.forceEntryOf(copy);
        } catch (IOException e) {
            StorageFailure failure = failed("could not be copied, so its schema was not changed", e);
            removeUnfinished(failure);
            throw failure;
        }
    }

    private void removeUnfinished(StorageFailure failure) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /// There is nothing to change, or it is changed. Durable when it returns, also if the run before was cut off here:
    /// a
    /// copy that came back after a loss of power would take what was acknowledged since.
    void remove() {
        try {
            Files.deleteIfExists(unfinished);
            Files.deleteIfExists(copy);
            Folders.forceEntryOf(copy);
        } catch (IOException e) {
            throw failed("the copy from before its change could not be removed", e);
        }
    }

    /// Gives a file that is half changed the content of the copy, if there is one. To be called before H2 opens the
    /// file. The file itself stays, and with it the lock that keeps two processes from doing so at once.
    ///
    /// @throws StorageFailure if the file is open: whoever has it is changing it
    void restore() {
        if (!Files.exists(copy)) {
            return;
        }
        if (ForcedFilePath.isOpen(original)) {
            throw new StorageFailure(original + ": is open already in this program");
        }
        try (FileChannel half = FileChannel.open(original, StandardOpenOption.WRITE);
                FileLock lock = half.tryLock()) {
            if (lock == null) {
                throw new StorageFailure(original + ": another process has it open");
            }
            if (Files.exists(copy)) {
                putBack(half);
            }
        } catch (IOException e) {
            throw failed("could not be put back to what it was before its change", e);
        }
    }

    private void putBack(FileChannel half) throws IOException {
        try (FileChannel from = FileChannel.open(copy, StandardOpenOption.READ)) {
            ForcedFilePath.transfer(from, half);
        }
        half.force(true);
        Files.delete(copy);
        Folders.forceEntryOf(copy);
        LOG.warn("a change of the schema of {} was cut off; it begins anew", original);
    }

    private StorageFailure failed(String what, IOException cause) {
        long size = original.toFile().length();
        return Faults.isFull(cause) || original.toFile().getUsableSpace() < size
                ? new StorageFull(
                        original + ": " + what + ": the disk is full (expected: room for " + size + " bytes)", cause)
                : new StorageFailure(original + ": " + what + ": " + cause.getMessage(), cause);
    }
}
