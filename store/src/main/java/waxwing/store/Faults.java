package waxwing.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionException;

/// Tells failures of the storage from failures of the SQL or of the work itself.
final class Faults {
    private static final int DEPTH = 20;
    /// H2: the database closed itself, or its file is locked, damaged or unreadable.
    private static final Set<Integer> H2_STORAGE = Set.of(90020, 90028, 90030, 90031, 90049, 90098, 90121);

    /// Deadlocks and waits for a lock that took too long: SQLSTATE of the standard and of PostgreSQL.
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");
    /// H2: waited too long for a lock; somebody else changed the row meanwhile.
    private static final Set<Integer> H2_CONFLICTS = Set.of(50200, 90131);
    /// H2's store, below its SQL: what it is told there of transactions that get into each other's way.
    private static final Set<Integer> MVSTORE_CONFLICTS =
            Set.of(DataUtils.ERROR_TRANSACTION_LOCKED, DataUtils.ERROR_TRANSACTIONS_DEADLOCK);

    private Faults() {}

    /// Whether a transaction failed only because of others. Asked after [#storageFailureIn].
    static boolean isConflict(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (CONFLICTS.contains(String.valueOf(sql.getSQLState()))
                            || H2_CONFLICTS.contains(sql.getErrorCode()))) {
                return true;
            }
        }
        return false;
    }

    /// @return empty if the storage is not to blame
    static Optional<StorageFailure> storageFailureIn(Throwable failure) {
        boolean storage = false;
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
            if (cause instanceof StorageFailure known) {
                return Optional.of(known);
            }
            if (cause instanceof ForcedFilePath.ForceFailedException) {
                return Optional.of(failed(failure));
            }
            if (isFull(cause)) {
                return Optional.of(full(failure));
            }
            storage |= cause instanceof IOException
                    || (cause instanceof MVStoreException store && !MVSTORE_CONFLICTS.contains(store.getErrorCode()))
                    || cause instanceof ConnectionException
                    || (cause instanceof SQLException sql && isStorage(sql));
        }
        return storage
                ? Optional.of(new StorageFailure("the database's storage failed: " + failure.getMessage(), failure))
                : Optional.empty();
    }

    static StorageFull full(Throwable cause) {
        return new StorageFull("the disk is full: nothing was stored", cause);
    }

    static StorageFailure failed(Throwable cause) {
        return new StorageFailure("the database could not be written", cause);
    }

    /// After this failure the page cache can't be trusted any more.
    static boolean isFinal(StorageFailure failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
            if (cause instanceof ForcedFilePath.ForceFailedException) {
                return true;
            }
        }
        return false;
    }

    static boolean isFull(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof IOException
                && message != null
                && message.toLowerCase(Locale.ROOT).contains("no space left");
    }

    private static boolean isStorage(SQLException sql) {
        String state = sql.getSQLState();
        // Class 08: the connection is gone; 53100: PostgreSQL's disk is full; 57P..: it is shutting down.
        boolean postgresql =
                state != null && (state.startsWith("08") || state.equals("53100") || state.startsWith("57P"));
        return postgresql || H2_STORAGE.contains(sql.getErrorCode());
    }
}
